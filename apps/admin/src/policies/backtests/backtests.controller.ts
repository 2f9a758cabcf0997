import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../../access/access.js';
import { CurrentAccess, CurrentPrincipal } from '../../access/current.decorators.js';
import { confinementOf, type Principal } from '../../access/principal.js';
import { RequirePermission } from '../../access/require-permission.decorator.js';
import { checkedId } from '../../http/checked-id.js';
import { pageOf } from '../../http/page.js';
import { instantOf, PageQuery } from '../../http/query.js';
import { ApiProblems } from '../../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../../openapi/requires-api-key.decorator.js';
import { POLICY } from '../policies.controller.js';
import { CreateBacktestBody } from './backtest.body.js';
import { BacktestPageView, BacktestView, backtestViewOf } from './backtest.view.js';
import { BacktestsService } from './backtests.service.js';
import { PrismaBacktests } from './prisma-backtests.js';

const BACKTEST = 'a back-test';

/** What would change by a policy. */
@ApiTags('policies')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/policies/:id/backtests')
export class BacktestsController {
  constructor(
    private readonly service: BacktestsService,
    private readonly backtests: PrismaBacktests,
  ) {}

  @Post()
  @HttpCode(202)
  @RequirePermission('policies:manage', 'backtest.create')
  @ApiOperation({
    summary: 'Try a policy on stored scores',
    description:
      'Judges the matches of a period by it, in the background, and counts which verdicts would change: against those on record, and against what the policy in force makes of the same scores. Changes nothing. Look at it by its id; so many at a time, then 429.',
  })
  @ApiResponse({ status: 202, type: BacktestView })
  @ApiProblems(404, 413, 415)
  async create(
    @Param('id') id: string,
    @Body() { from, to, application }: CreateBacktestBody,
    @CurrentAccess() access: Access,
  ): Promise<BacktestView> {
    const wanted = { from: instantOf(from), to: instantOf(to), application: application ?? null };
    return backtestViewOf(await this.service.request(checkedId(id, POLICY), wanted, access));
  }

  @Get()
  @RequirePermission('policies:read', 'backtest.list')
  @ApiOperation({
    summary: 'Back-tests of a policy, newest first',
    description: 'A key sees those of its application.',
  })
  @ApiResponse({ status: 200, type: BacktestPageView })
  async list(
    @Param('id') id: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<BacktestPageView> {
    const [policyId, within] = [checkedId(id, POLICY), confinementOf(principal)];
    const page = await pageOf(query, (limit, before) => this.backtests.page(policyId, within, limit, before));
    return { ...page, items: page.items.map(backtestViewOf) };
  }

  @Get(':backtestId')
  @RequirePermission('policies:read', 'backtest.view')
  @ApiOperation({ summary: 'One back-test, with how far it is and what it has counted' })
  @ApiResponse({ status: 200, type: BacktestView })
  @ApiProblems(404)
  async show(
    @Param('id') id: string,
    @Param('backtestId') backtestId: string,
    @CurrentAccess() access: Access,
  ): Promise<BacktestView> {
    const wanted = checkedId(backtestId, BACKTEST);
    access.concerns(wanted);
    return backtestViewOf(await this.service.find(checkedId(id, POLICY), wanted, access.principal));
  }

  @Delete(':backtestId')
  @HttpCode(200)
  @RequirePermission('policies:manage', 'backtest.cancel')
  @ApiOperation({ summary: 'Cancel a back-test', description: 'What it has counted so far stays.' })
  @ApiResponse({ status: 200, type: BacktestView })
  @ApiProblems(404, 409)
  async cancel(
    @Param('id') id: string,
    @Param('backtestId') backtestId: string,
    @CurrentAccess() access: Access,
  ): Promise<BacktestView> {
    const cancelled = this.service.cancel(checkedId(id, POLICY), checkedId(backtestId, BACKTEST), access);
    return backtestViewOf(await cancelled);
  }
}
