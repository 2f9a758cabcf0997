import { Body, Controller, Get, Header, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { validate as isUuid } from 'uuid';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiPendingApproval, pending, type PendingApprovalView } from '../approvals/pending-approval.js';
import { CLOCK } from '../clock.module.js';
import { Problem } from '../http/problem.js';
import { PageQuery } from '../http/query.js';
import { cursorAfter, idOfCursor } from '../matches/cursor.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { RevealBody } from './reveal.body.js';
import { DEFAULT_FIELDS } from './reveal-fields.js';
import { RevealedView, revealedViewOf, RevealPageView, revealViewOf } from './reveal.view.js';
import { RevealsService } from './reveals.service.js';

const DEFAULT_LIMIT = 50;

/** Personal data in clear, for who says why. */
@ApiTags('reveals')
@RequiresApiKey()
@ApiProblems(400, 404, 429, 503)
@Controller('api/v1/matches/:id')
export class RevealsController {
  constructor(
    private readonly service: RevealsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('reveal')
  @Header('cache-control', 'no-store')
  @RequirePermission('matches:reveal', 'match.reveal')
  @ApiOperation({
    summary: 'Show personal data of one match in clear',
    description:
      'Who, what and why are on record before anything is shown. Where the settings demand a second person for it, that is asked for first.',
  })
  @ApiResponse({ status: 201, type: RevealedView })
  @ApiPendingApproval()
  @ApiProblems(409, 410, 413, 415)
  async reveal(
    @Param('id') id: string,
    @Body() { reason, fields = [...DEFAULT_FIELDS], approvalId }: RevealBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RevealedView | PendingApprovalView> {
    const outcome = await this.service.reveal({ matchId: checkedId(id), fields, reason, approvalId }, access);
    return outcome.revealed === null
      ? pending(reply, outcome.approval, this.clock.now())
      : revealedViewOf(outcome.record, outcome.revealed);
  }

  @Get('reveals')
  @RequirePermission('audit:read', 'match.reveals')
  @ApiOperation({ summary: 'Who has seen personal data of one match, what and why; newest first' })
  @ApiResponse({ status: 200, type: RevealPageView })
  async list(
    @Param('id') id: string,
    @Query() query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<RevealPageView> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor === undefined ? null : idOfCursor(query.cursor);
    // One more than asked for tells whether there is a next page.
    const found = await this.service.page(checkedId(id), access.principal, limit + 1, before);
    const items = found.slice(0, limit).map(revealViewOf);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
  }
}

function checkedId(id: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw Problem.ofField('id', 'is not a match id', 'Send an id as this service gave it: a UUID.');
}
