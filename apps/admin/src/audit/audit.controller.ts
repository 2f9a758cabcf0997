import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { filterNamesOf } from '../http/query.js';
import { cursorAfter, idOfCursor } from '../matches/cursor.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { AccessEventPageView, eventViewOf } from './access-event.view.js';
import { filterOf, ListEventsQuery } from './list-events.query.js';
import { PrismaAccessReader } from './prisma-access-reader.js';

const DEFAULT_LIMIT = 50;

@ApiTags('audit')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/audit/events')
export class AuditController {
  constructor(private readonly reader: PrismaAccessReader) {}

  @Get()
  @RequirePermission('audit:read', 'audit.read')
  @ApiOperation({
    summary: 'Who did, saw, or was refused what; newest first',
    description:
      'Reading it is on record, too. A key reads what keys of its application did, and nothing of people or the bootstrap key.',
  })
  @ApiResponse({ status: 200, type: AccessEventPageView })
  async list(@Query() query: ListEventsQuery, @CurrentAccess() access: Access): Promise<AccessEventPageView> {
    access.note({ filters: filterNamesOf(query) });
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor === undefined ? null : idOfCursor(query.cursor);
    const filter = { ...filterOf(query), within: confinementOf(access.principal) };
    // One more than asked for tells whether there is a next page.
    const found = await this.reader.page(filter, limit + 1, before);
    const items = found.slice(0, limit).map(eventViewOf);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
  }
}
