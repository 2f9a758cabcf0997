import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Clock } from 'nestjs-dqe-idmobile';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { CLOCK } from '../clock.module.js';
import { checkedId } from '../http/checked-id.js';
import { pageOf } from '../http/page.js';
import { Problem } from '../http/problem.js';
import { filterNamesOf, instantOf } from '../http/query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { e164Of } from '../subjects/number.body.js';
import {
  CreateHoldBody,
  HoldPageView,
  holdViewOf,
  ListHoldsQuery,
  ReasonedHoldView,
  reasonedViewOf,
  ReleaseHoldBody,
} from './hold.dto.js';
import { HoldsService, type NewHold } from './holds.service.js';
import { PrismaLegalHolds } from './prisma-legal-holds.js';

/** Legal holds: what must not be purged or erased, and why. */
@ApiTags('holds')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/holds')
export class HoldsController {
  constructor(
    private readonly service: HoldsService,
    private readonly holds: PrismaLegalHolds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @RequirePermission('subjects:hold', 'hold.create')
  @ApiOperation({
    summary: 'Hold a person or a match',
    description:
      'What is held is not purged, and its person not erased. A key holds matches of its own application only.',
  })
  @ApiResponse({ status: 201, type: ReasonedHoldView })
  @ApiProblems(404, 410, 413, 415)
  async create(@Body() body: CreateHoldBody, @CurrentAccess() access: Access): Promise<ReasonedHoldView> {
    const { reason, until, disclose = true } = body;
    const hold: NewHold = {
      ...{ of: heldBy(body), reason, disclose },
      until: typeof until === 'string' ? instantOf(until) : null,
    };
    return reasonedViewOf(await this.service.create(hold, access), this.clock.now());
  }

  @Get()
  @RequirePermission('subjects:read', 'hold.list')
  @ApiOperation({
    summary: 'Legal holds, newest first',
    description: 'Without why: that is shown of each by its id.',
  })
  @ApiResponse({ status: 200, type: HoldPageView })
  async list(@Query() query: ListHoldsQuery, @CurrentAccess() access: Access): Promise<HoldPageView> {
    access.note({ filters: filterNamesOf(query) });
    const now = this.clock.now();
    const filter = { within: confinementOf(access.principal), active: query.active, now: new Date(now) };
    const page = await pageOf(query, (limit, before) => this.holds.page(filter, limit, before));
    return { ...page, items: page.items.map((hold) => holdViewOf(hold, now)) };
  }

  @Get(':id')
  @RequirePermission('subjects:hold', 'hold.view')
  @ApiOperation({ summary: 'One legal hold, with its reason' })
  @ApiResponse({ status: 200, type: ReasonedHoldView })
  @ApiProblems(404)
  async show(@Param('id') id: string, @CurrentAccess() access: Access): Promise<ReasonedHoldView> {
    return reasonedViewOf(await this.service.find(checkedId(id, 'a hold'), access), this.clock.now());
  }

  @Post(':id/release')
  @HttpCode(200)
  @RequirePermission('subjects:hold', 'hold.release')
  @ApiOperation({ summary: 'Release a legal hold', description: 'It stays on record.' })
  @ApiResponse({ status: 200, type: ReasonedHoldView })
  @ApiProblems(404, 409, 410, 413, 415)
  async release(
    @Param('id') id: string,
    @Body() { reason }: ReleaseHoldBody,
    @CurrentAccess() access: Access,
  ): Promise<ReasonedHoldView> {
    return reasonedViewOf(
      await this.service.release(checkedId(id, 'a hold'), reason, access),
      this.clock.now(),
    );
  }
}

function heldBy({ number, country, matchId }: CreateHoldBody): NewHold['of'] {
  if (matchId !== undefined && number === undefined) return { matchId: matchId.toLowerCase() };
  if (number !== undefined && matchId === undefined) return { number: e164Of({ number, country }) };
  throw Problem.ofField(
    'number',
    'and matchId name what is held: one of them has to',
    'Send either number or matchId.',
  );
}
