import { Body, Controller, Get, Inject, Patch, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiPendingApproval, pending, type PendingApprovalView } from '../approvals/pending-approval.js';
import { CLOCK } from '../clock.module.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { ServiceSettings } from './service-settings.js';
import { ChangeSettingsBody } from './settings.body.js';
import { SettingsService } from './settings.service.js';
import { SettingsView } from './settings.view.js';

/** What is set for the whole service. */
@ApiTags('settings')
@RequiresApiKey()
@ApiProblems(429, 503)
@Controller('api/v1/settings')
export class SettingsController {
  constructor(
    private readonly settings: ServiceSettings,
    private readonly service: SettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('settings:manage', 'settings.view')
  @ApiOperation({ summary: 'Show the settings' })
  @ApiResponse({ status: 200, type: SettingsView })
  async show(): Promise<SettingsView> {
    return this.settings.read();
  }

  @Patch()
  @RequirePermission('settings:manage', 'settings.change')
  @ApiOperation({
    summary: 'Change some of the settings',
    description:
      'Holds at once. Where `fourEyes` names settings, weakening a protection takes a second person: a kind taken out of `fourEyes`, approvals that last longer, probing that is detected less or not at all.',
  })
  @ApiResponse({ status: 200, type: SettingsView })
  @ApiPendingApproval()
  @ApiProblems(400, 409, 413, 415)
  async change(
    @Body() { reason, approvalId, ...change }: ChangeSettingsBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SettingsView | PendingApprovalView> {
    const outcome = await this.service.change(change, { reason, approvalId }, access);
    return outcome.approval === null ? outcome.settings : pending(reply, outcome.approval, this.clock.now());
  }
}
