import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../access/current.decorators.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { ActorNamesQuery, ActorNamesView } from './actor-names.view.js';
import { PrismaActorNames } from './prisma-actor-names.js';

/** What those are called who stand in records as `actor`, `requestedBy`, `decidedBy` and the like. */
@ApiTags('actors')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/actors')
export class ActorsController {
  constructor(private readonly names: PrismaActorNames) {}

  @Get()
  @RequirePermission('actors:read', 'actor.list')
  @ApiOperation({
    summary: 'Names of people and keys that records tell of by id',
    description: 'A key is told the names of keys of its application, and of no people.',
  })
  @ApiResponse({ status: 200, type: ActorNamesView })
  async list(
    @Query() { ids }: ActorNamesQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ActorNamesView> {
    const wanted = [...new Set(ids.toLowerCase().split(','))];
    return { items: await this.names.of(wanted, confinementOf(principal)) };
  }
}
