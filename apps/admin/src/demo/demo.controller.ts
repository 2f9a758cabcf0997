import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/access.js';
import { CurrentAccess, CurrentPrincipal } from '../access/current.decorators.js';
import type { Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { refuseConfined } from '../settings/settings-errors.js';
import { DemoService } from './demo.service.js';
import { DemoStatusView, LoadDemoBody } from './demo.view.js';

@ApiTags('settings')
@RequiresApiKey()
@ApiProblems(429, 503)
@Controller('api/v1/demo')
export class DemoController {
  constructor(private readonly demo: DemoService) {}

  @Get()
  @RequirePermission('settings:manage', 'demo.view')
  @ApiOperation({ summary: 'Whether sample data is there, or on its way' })
  @ApiResponse({ status: 200, type: DemoStatusView })
  async show(@CurrentPrincipal() principal: Principal): Promise<DemoStatusView> {
    refuseConfined(principal);
    return this.demo.status();
  }

  @Post()
  @HttpCode(202)
  @RequirePermission('settings:manage', 'demo.load')
  @ApiOperation({
    summary: 'Load sample data',
    description:
      'In the background: matches of 90 days, of invented people, for the applications demo-shop, demo-bank and demo-insurance. Refused in production.',
  })
  @ApiResponse({ status: 202, type: DemoStatusView })
  @ApiProblems(400, 409, 413, 415)
  async load(@Body() { matches }: LoadDemoBody, @CurrentAccess() access: Access): Promise<DemoStatusView> {
    refuseConfined(access.principal);
    await this.demo.begin({ load: matches }, access);
    return this.demo.status();
  }

  @Delete()
  @HttpCode(202)
  @RequirePermission('settings:manage', 'demo.remove')
  @ApiOperation({
    summary: 'Remove the sample data',
    description:
      'In the background, as a purge does: the matches go and the keys of their people are destroyed; leaves in the log stay, as those of everything that is purged. What a legal hold is on stays.',
  })
  @ApiResponse({ status: 202, type: DemoStatusView })
  @ApiProblems(409)
  async remove(@CurrentAccess() access: Access): Promise<DemoStatusView> {
    refuseConfined(access.principal);
    await this.demo.begin('remove', access);
    return this.demo.status();
  }
}
