import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { Access } from '../access/access.js';
import { CurrentAccess, CurrentPrincipal } from '../access/current.decorators.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiPendingApproval, pending, type PendingApprovalView } from '../approvals/pending-approval.js';
import { CLOCK } from '../clock.module.js';
import { checkedId } from '../http/checked-id.js';
import { pageOf } from '../http/page.js';
import { filterNamesOf, PageQuery } from '../http/query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { PrismaRetentionRules } from './prisma-retention-rules.js';
import { PrismaRetentionRuns } from './prisma-retention-runs.js';
import {
  CreateRetentionRuleBody,
  EndRuleQuery,
  ListRulesQuery,
  RetentionTermsBody,
  StartRunBody,
} from './retention.bodies.js';
import { RunNotFoundError } from './retention-errors.js';
import { type RuleOutcome, RetentionRulesService } from './retention-rules.service.js';
import { RetentionRunsService } from './retention-runs.service.js';
import {
  RetentionRulePageView,
  RetentionRuleView,
  RetentionRunPageView,
  RetentionRunView,
  ruleViewOf,
  runViewOf,
} from './retention.view.js';

const RULE = 'a retention rule';

/** How long matches are kept, and the purges that end them. */
@ApiTags('retention')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/retention')
export class RetentionController {
  constructor(
    private readonly service: RetentionRulesService,
    private readonly rules: PrismaRetentionRules,
    private readonly purges: RetentionRunsService,
    private readonly runs: PrismaRetentionRuns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('rules')
  @RequirePermission('settings:manage', 'retention.view')
  @ApiOperation({
    summary: 'Retention rules, newest first',
    description: 'Those that have ended, too. A key sees the rules of its application, and those for all.',
  })
  @ApiResponse({ status: 200, type: RetentionRulePageView })
  async list(
    @Query() query: ListRulesQuery,
    @CurrentAccess() access: Access,
  ): Promise<RetentionRulePageView> {
    access.note({ filters: filterNamesOf(query) });
    const filter = { within: confinementOf(access.principal), inForce: query.inForce };
    const page = await pageOf(query, (limit, before) => this.rules.page(filter, limit, before));
    return { ...page, items: page.items.map(ruleViewOf) };
  }

  @Post('rules')
  @RequirePermission('settings:manage', 'retention.change')
  @ApiOperation({
    summary: 'Put a rule into force',
    description:
      'In place of the one for the same application and purpose, if there is one. Of several that fit a match, the most specific counts: application and purpose, then purpose, then application, then all. What no rule fits is kept.',
  })
  @ApiResponse({ status: 201, type: RetentionRuleView })
  @ApiPendingApproval()
  @ApiProblems(409, 413, 415)
  async create(
    @Body() body: CreateRetentionRuleBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RetentionRuleView | PendingApprovalView> {
    const { application = null, purpose = null, approvalId } = body;
    const terms = { application, purpose, ...termsOf(body) };
    return this.answer(await this.service.put(terms, approvalId, access), reply);
  }

  @Put('rules/:id')
  @RequirePermission('settings:manage', 'retention.change')
  @ApiOperation({
    summary: 'Put another rule in the place of this one',
    description: 'For the same application and purpose. The answer is the new one; this one stays on record.',
  })
  @ApiResponse({ status: 200, type: RetentionRuleView })
  @ApiPendingApproval()
  @ApiProblems(404, 409, 413, 415)
  async change(
    @Param('id') id: string,
    @Body() body: RetentionTermsBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RetentionRuleView | PendingApprovalView> {
    const changed = this.service.change(checkedId(id, RULE), termsOf(body), body.approvalId, access);
    return this.answer(await changed, reply);
  }

  @Delete('rules/:id')
  @RequirePermission('settings:manage', 'retention.change')
  @ApiOperation({ summary: 'End a rule', description: 'It stays on record.' })
  @ApiResponse({ status: 200, type: RetentionRuleView })
  @ApiPendingApproval()
  @ApiProblems(404, 409)
  async end(
    @Param('id') id: string,
    @Query() { approvalId }: EndRuleQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RetentionRuleView | PendingApprovalView> {
    return this.answer(await this.service.end(checkedId(id, RULE), approvalId, access), reply);
  }

  @Post('runs')
  @RequirePermission('settings:manage', 'retention.purge')
  @ApiOperation({
    summary: 'Purge what is over, or count it',
    description:
      'Goes on by itself; look at it by its id. A match that has not ended, or is held, is never purged. There is one every night, too. Not for keys: it goes over all applications.',
  })
  @ApiResponse({ status: 201, type: RetentionRunView })
  @ApiPendingApproval()
  @ApiProblems(409, 413, 415)
  async start(
    @Body() { dryRun, approvalId }: StartRunBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RetentionRunView | PendingApprovalView> {
    const run = await this.purges.start(dryRun, approvalId, access);
    return 'needs' in run ? pending(reply, run.needs, this.clock.now()) : runViewOf(run);
  }

  @Get('runs')
  @RequirePermission('settings:manage', 'retention.runs')
  @ApiOperation({
    summary: 'Purges, newest first',
    description: 'A key sees none: they are about all applications.',
  })
  @ApiResponse({ status: 200, type: RetentionRunPageView })
  async listRuns(
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RetentionRunPageView> {
    if (confinementOf(principal) !== null) return { items: [], nextCursor: null };
    const page = await pageOf(query, (limit, before) => this.runs.page(limit, before));
    return { ...page, items: page.items.map(runViewOf) };
  }

  @Get('runs/:id')
  @RequirePermission('settings:manage', 'retention.runs')
  @ApiOperation({ summary: 'One purge, with its report' })
  @ApiResponse({ status: 200, type: RetentionRunView })
  @ApiProblems(404)
  async showRun(
    @Param('id') id: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RetentionRunView> {
    const run = confinementOf(principal) === null ? await this.runs.find(checkedId(id, 'a purge')) : null;
    if (run === null) throw new RunNotFoundError();
    return runViewOf(run);
  }

  private answer(outcome: RuleOutcome, reply: FastifyReply): RetentionRuleView | PendingApprovalView {
    return 'needs' in outcome ? pending(reply, outcome.needs, this.clock.now()) : ruleViewOf(outcome);
  }
}

const termsOf = ({ clock, days, duty = false, ground }: RetentionTermsBody) => ({
  clock,
  days,
  duty,
  ground,
});
