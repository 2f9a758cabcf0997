import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../access/current.decorators.js';
import type { Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { refuseConfined } from '../settings/settings-errors.js';
import { MasterKeysService } from './master-keys.service.js';
import { MasterKeysView, masterKeysViewOf } from './master-keys.view.js';

@ApiTags('settings')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/settings/master-keys')
export class MasterKeysController {
  constructor(private readonly service: MasterKeysService) {}

  @Get()
  @RequirePermission('settings:manage', 'settings.view')
  @ApiOperation({ summary: 'Which master key protects how much, and which may be retired' })
  @ApiResponse({ status: 200, type: MasterKeysView })
  async show(@CurrentPrincipal() principal: Principal): Promise<MasterKeysView> {
    refuseConfined(principal);
    return masterKeysViewOf(await this.service.standing());
  }

  @Post('rotation')
  @HttpCode(202)
  @RequirePermission('settings:manage', 'settings.change')
  @ApiOperation({
    summary: 'Move everything to the primary master key',
    description:
      'In the background; starts by itself at start, too, where there is anything to move. Nothing to move: nothing happens.',
  })
  @ApiResponse({ status: 202, type: MasterKeysView })
  async rotate(@CurrentPrincipal() principal: Principal): Promise<MasterKeysView> {
    refuseConfined(principal);
    await this.service.start();
    return masterKeysViewOf(await this.service.standing());
  }
}
