import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../../access/access.js';
import { CurrentAccess, CurrentPrincipal } from '../../access/current.decorators.js';
import { confinementOf, type Principal } from '../../access/principal.js';
import { RequirePermission } from '../../access/require-permission.decorator.js';
import { checkedId } from '../../http/checked-id.js';
import { pageOf } from '../../http/page.js';
import { PageQuery } from '../../http/query.js';
import { ApiProblems } from '../../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../../openapi/requires-api-key.decorator.js';
import { CheckNotFoundError } from './log-check-errors.js';
import { checkViewOf, LogCheckPageView, LogCheckView } from './log-check.view.js';
import { LogChecksService } from './log-checks.service.js';
import { PrismaLogChecks } from './prisma-log-checks.js';

/** Verifications of the whole log by the service itself. */
@ApiTags('evidence')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/evidence/checks')
export class EvidenceChecksController {
  constructor(
    private readonly service: LogChecksService,
    private readonly checks: PrismaLogChecks,
  ) {}

  @Post()
  @HttpCode(202)
  @RequirePermission('audit:read', 'evidence.check')
  @ApiOperation({
    summary: 'Verify the whole log',
    description:
      'Against its signed checkpoints, its mirrors, and what is on record. Goes on by itself; look at it by its id. Where one is under way, the answer is that one. There is one every night, too. Not for keys: the log is of all applications.',
  })
  @ApiResponse({ status: 202, type: LogCheckView })
  async start(@CurrentAccess() access: Access): Promise<LogCheckView> {
    return checkViewOf(await this.service.start(access));
  }

  @Get()
  @RequirePermission('audit:read', 'evidence.checks')
  @ApiOperation({
    summary: 'Verifications of the log, newest first',
    description: 'A key sees none: they are about all applications.',
  })
  @ApiResponse({ status: 200, type: LogCheckPageView })
  async list(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<LogCheckPageView> {
    if (confinementOf(principal) !== null) return { items: [], nextCursor: null };
    const page = await pageOf(query, (limit, before) => this.checks.page(limit, before));
    return { ...page, items: page.items.map(checkViewOf) };
  }

  @Get(':id')
  @RequirePermission('audit:read', 'evidence.checks')
  @ApiOperation({ summary: 'One verification, with what it found' })
  @ApiResponse({ status: 200, type: LogCheckView })
  @ApiProblems(404)
  async show(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<LogCheckView> {
    const checkId = checkedId(id, 'a check');
    const check = confinementOf(principal) === null ? await this.checks.find(checkId) : null;
    if (check === null) throw new CheckNotFoundError();
    return checkViewOf(check);
  }
}
