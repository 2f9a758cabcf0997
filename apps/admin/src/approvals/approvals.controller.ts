import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiPropertyOptional, ApiResponse, ApiSchema, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Clock } from 'nestjs-dqe-idmobile';
import { validate as isUuid } from 'uuid';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { CLOCK } from '../clock.module.js';
import { Problem } from '../http/problem.js';
import { filterNamesOf, PageQuery } from '../http/query.js';
import { cursorAfter, idOfCursor } from '../matches/cursor.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { ApprovalDecisions } from './approval-decisions.js';
import { APPROVAL_KINDS, type ApprovalKind } from './approval-kinds.js';
import { APPROVAL_STATUSES, type ApprovalStatus } from './approval-record.js';
import { ApprovalPageView, ApprovalView, approvalViewOf } from './approval.view.js';
import { Reason } from './reason.js';

const DEFAULT_LIMIT = 50;

export class ListApprovalsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: APPROVAL_STATUSES })
  @IsOptional()
  @IsIn(APPROVAL_STATUSES, { context: { remedy: `Send one of ${APPROVAL_STATUSES.join(', ')}.` } })
  status?: ApprovalStatus;

  @ApiPropertyOptional({ enum: APPROVAL_KINDS })
  @IsOptional()
  @IsIn(APPROVAL_KINDS, { context: { remedy: `Send one of ${APPROVAL_KINDS.join(', ')}.` } })
  kind?: ApprovalKind;
}

@ApiSchema({ name: 'Approve' })
export class ApproveBody {
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'Refuse' })
export class RefuseBody {
  @Reason({ description: 'For who asked.' })
  reason!: string;
}

/** Four eyes: what waits for a second person. */
@ApiTags('approvals')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/approvals')
export class ApprovalsController {
  constructor(
    private readonly decisions: ApprovalDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('approvals:decide', 'approval.list')
  @ApiOperation({
    summary: 'List what waits, or waited, for a second person; newest first',
    description: 'The kinds one may decide, and what one has asked for oneself.',
  })
  @ApiResponse({ status: 200, type: ApprovalPageView })
  async list(@Query() query: ListApprovalsQuery, @CurrentAccess() access: Access): Promise<ApprovalPageView> {
    access.note({ filters: filterNamesOf(query) });
    const { status, kind, limit = DEFAULT_LIMIT } = query;
    const before = query.cursor === undefined ? null : idOfCursor(query.cursor);
    // One more than asked for tells whether there is a next page.
    const found = await this.decisions.page({ status, kind }, access.principal, limit + 1, before);
    const items = found.slice(0, limit).map((record) => approvalViewOf(record, this.clock.now()));
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
  }

  @Get(':id')
  @RequirePermission('approvals:decide', 'approval.view')
  @ApiOperation({ summary: 'Show one request for a second person' })
  @ApiResponse({ status: 200, type: ApprovalView })
  @ApiProblems(404)
  async show(@Param('id') id: string, @CurrentAccess() access: Access): Promise<ApprovalView> {
    return approvalViewOf(await this.decisions.show(checkedId(id), access.principal), this.clock.now());
  }

  @Post(':id/approve')
  @HttpCode(200)
  @RequirePermission('approvals:decide', 'approval.approve')
  @ApiOperation({
    summary: 'Approve it, as the second person',
    description:
      'Takes a person who did not ask for it, and who may do what is asked for: matches:reveal, subjects:erase, matches:review or settings:manage. Who asked may then do it, once, before it expires.',
  })
  @ApiBody({ type: ApproveBody, required: false })
  @ApiResponse({ status: 200, type: ApprovalView })
  @ApiProblems(404, 409, 410, 413, 415)
  async approve(
    @Param('id') id: string,
    @Body() { reason }: ApproveBody,
    @CurrentAccess() access: Access,
  ): Promise<ApprovalView> {
    const decided = await this.decisions.decide(checkedId(id), 'approved', reason, access);
    return approvalViewOf(decided, this.clock.now());
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @RequirePermission('approvals:decide', 'approval.refuse')
  @ApiOperation({ summary: 'Refuse it, with a reason', description: 'Takes whom approving takes.' })
  @ApiResponse({ status: 200, type: ApprovalView })
  @ApiProblems(404, 409, 410, 413, 415)
  async refuse(
    @Param('id') id: string,
    @Body() { reason }: RefuseBody,
    @CurrentAccess() access: Access,
  ): Promise<ApprovalView> {
    const decided = await this.decisions.decide(checkedId(id), 'refused', reason, access);
    return approvalViewOf(decided, this.clock.now());
  }
}

function checkedId(id: string): string {
  if (isUuid(id)) return id;
  throw Problem.ofField('id', 'is not the id of an approval', 'Send an id as this service gave it: a UUID.');
}
