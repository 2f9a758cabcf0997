import { Body, Controller, Get, Headers, Logger, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { validate as isUuid } from 'uuid';
import { Access } from '../access/access.js';
import { CurrentAccess, CurrentPrincipal } from '../access/current.decorators.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ReceiptQuery, type ReceiptView, type ReceiptWish } from '../evidence/receipts/receipt.view.js';
import { ReceiptsService } from '../evidence/receipts/receipts.service.js';
import { Problem } from '../http/problem.js';
import { NoQuery } from '../http/no-query.decorator.js';
import { filterNamesOf } from '../http/query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { CreateMatchSchema } from './create-match.schema.js';
import { cursorAfter, idOfCursor } from './cursor.js';
import { filterOf, ListMatchesQuery } from './list-matches.query.js';
import { ApiMatchProblems } from './match-problem.schema.js';
import type { MatchRecord } from './match-record.js';
import { eventViewOf, MatchEventsView, MatchPageView, MatchView, viewOf } from './match.view.js';
import { MatchesService } from './matches.service.js';
import { PrismaMatchReader } from './prisma-match-reader.js';

const DEFAULT_LIMIT = 50;

@ApiTags('matches')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/matches')
export class MatchesController {
  private readonly logger = new Logger('Receipts');

  constructor(
    private readonly matches: MatchesService,
    private readonly reader: PrismaMatchReader,
    private readonly receipts: ReceiptsService,
  ) {}

  @Post()
  @RequirePermission('matches:create', 'match.create')
  @ApiOperation({
    summary: 'Match a mobile number with a claimed identity',
    description:
      'Whatever DQE answers, the match is made and the answer is 201: `status` tells. No usable answer is 502 or 504, with `matchId`; 503 where DQE was not asked, because it is down or we are busy.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'The same key and body give the first answer again; the same key with another body is refused.',
  })
  @ApiBody({ type: CreateMatchSchema })
  @ApiResponse({ status: 201, type: MatchView })
  @ApiProblems(410, 413, 415, 422)
  @ApiMatchProblems(409, 502, 503, 504)
  async create(
    @Body() body: unknown,
    @Query() { receipt }: ReceiptQuery,
    @CurrentAccess() access: Access,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<MatchView> {
    const record = await this.matches.create(body, checkedKey(key), access);
    if (!isWanted(receipt)) return viewOf(record);
    const made = await this.receiptFor(record, receipt).catch((error: unknown) => {
      // The match was made, and is told; the receipt is to be had later.
      this.logger.error({
        msg: 'A receipt could not be made.',
        matchId: record.id,
        err: error,
      });
      return null;
    });
    return Object.assign(viewOf(record), { receipt: made });
  }

  @Get()
  @RequirePermission('matches:read', 'match.list')
  @ApiOperation({ summary: 'List matches, newest first' })
  @ApiResponse({ status: 200, type: MatchPageView })
  async list(@Query() query: ListMatchesQuery, @CurrentAccess() access: Access): Promise<MatchPageView> {
    access.note({ filters: filterNamesOf(query) });
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor === undefined ? null : idOfCursor(query.cursor);
    const filter = { ...filterOf(query), within: confinementOf(access.principal) };
    // One more than asked for tells whether there is a next page.
    const found = await this.reader.page(filter, limit + 1, before);
    const items = found.slice(0, limit).map(viewOf);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
  }

  @Get(':id')
  @RequirePermission('matches:read', 'match.view')
  @ApiOperation({ summary: 'Show one match' })
  @ApiResponse({ status: 200, type: MatchView })
  @ApiProblems(404)
  async show(
    @Param('id') id: string,
    @Query() { receipt }: ReceiptQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<MatchView> {
    const record = (await this.reader.find(checkedId(id), confinementOf(principal))) ?? notFound();
    if (!isWanted(receipt)) return viewOf(record);
    return Object.assign(viewOf(record), { receipt: await this.receiptFor(record, receipt) });
  }

  private receiptFor(record: MatchRecord, wish: ReceiptWish): Promise<ReceiptView | null> {
    return this.receipts.of(record, { scope: 'all', patient: wish === 'true' });
  }

  @Get(':id/events')
  @NoQuery()
  @RequirePermission('matches:read', 'match.timeline')
  @ApiOperation({ summary: 'The timeline of one match', description: 'Every step with its duration.' })
  @ApiResponse({ status: 200, type: MatchEventsView })
  @ApiProblems(404)
  async events(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<MatchEventsView> {
    const events = (await this.reader.events(checkedId(id), confinementOf(principal))) ?? notFound();
    return { items: events.map(eventViewOf) };
  }
}

const isWanted = (wish: ReceiptWish | undefined): wish is 'true' | 'promise' =>
  wish !== undefined && wish !== 'false';

function checkedKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw Problem.ofField(
    'Idempotency-Key',
    'is not a valid key',
    'Send 1 to 255 printable ASCII characters, e.g. a UUID.',
  );
}

function checkedId(id: string): string {
  if (isUuid(id)) return id;
  throw Problem.ofField('id', 'is not a match id', 'Send an id as this service gave it: a UUID.');
}

function notFound(): never {
  throw new Problem({ status: 404, code: 'match_not_found', detail: 'There is no match with this id.' });
}
