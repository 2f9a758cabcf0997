import { Body, Controller, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { instantOf } from '../http/query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { e164Of } from '../subjects/number.body.js';
import {
  PutRelationshipBody,
  RelationshipsView,
  RelationshipView,
  relationshipViewOf,
  SearchRelationshipsBody,
} from './relationship.dto.js';
import { RelationshipsService } from './relationships.service.js';

/** Who is a customer: what some retention rules count from. */
@ApiTags('relationships')
@RequiresApiKey()
@ApiProblems(400, 413, 415, 429, 503)
@Controller('api/v1/relationships')
export class RelationshipsController {
  constructor(private readonly service: RelationshipsService) {}

  @Put()
  @RequirePermission('subjects:hold', 'relationship.change')
  @ApiOperation({
    summary: 'Say that a relationship goes on, or when it ended',
    description: 'What was said before of the same person and application no longer counts.',
  })
  @ApiResponse({ status: 200, type: RelationshipView })
  async put(@Body() body: PutRelationshipBody, @CurrentAccess() access: Access): Promise<RelationshipView> {
    const { application, endedAt } = body;
    const said = {
      ...{ number: e164Of(body), application },
      endedAt: endedAt === null ? null : instantOf(endedAt),
    };
    return relationshipViewOf(await this.service.put(said, access));
  }

  @Post('search')
  @HttpCode(200)
  @RequirePermission('subjects:read', 'relationship.view')
  @ApiOperation({ summary: 'What is known of the relationship with a person' })
  @ApiResponse({ status: 200, type: RelationshipsView })
  async search(
    @Body() body: SearchRelationshipsBody,
    @CurrentAccess() access: Access,
  ): Promise<RelationshipsView> {
    return { items: (await this.service.search(e164Of(body), access)).map(relationshipViewOf) };
  }
}
