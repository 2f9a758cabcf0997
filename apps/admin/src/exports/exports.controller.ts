import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Access } from '../access/access.js';
import { AccessRecorder } from '../access/access-recorder.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { filterNamesOf } from '../http/query.js';
import { filterOf, MatchFilterQuery } from '../matches/list-matches.query.js';
import { PrismaMatchReader } from '../matches/prisma-match-reader.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { counted, matchesOf, toCsv, toNdjson } from './match-lines.js';

const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8', write: toCsv },
  ndjson: { type: 'application/x-ndjson', write: toNdjson },
};

export class ExportMatchesQuery extends MatchFilterQuery {
  @ApiPropertyOptional({ enum: Object.keys(FORMATS), default: 'csv' })
  @IsOptional()
  @IsIn(Object.keys(FORMATS), { context: { remedy: 'Send csv or ndjson.' } })
  format?: keyof typeof FORMATS;
}

@ApiTags('exports')
@RequiresApiKey()
@Controller('api/v1/exports')
export class ExportsController {
  constructor(
    private readonly reader: PrismaMatchReader,
    private readonly recorder: AccessRecorder,
  ) {}

  @Get('matches')
  @RequirePermission('exports:read', 'export.run')
  @ApiOperation({
    summary: 'Export matches, newest first',
    description: 'Masked as everywhere, and streamed: its size does not matter. Filters as in the list.',
  })
  @ApiResponse({
    status: 200,
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/x-ndjson': { schema: { type: 'string' } },
    },
  })
  @ApiProblems(400, 429, 503)
  matches(@Query() query: ExportMatchesQuery, @CurrentAccess() access: Access): StreamableFile {
    const format = query.format ?? 'csv';
    const { type, write } = FORMATS[format];
    access.note({ format, filters: filterNamesOf(query) });
    const filter = { ...filterOf(query), within: confinementOf(access.principal) };
    // That it begins is on record before its first byte; an end that cannot be recorded cuts it.
    const matches = counted(matchesOf(this.reader, filter), (count, complete) =>
      this.recorder.record(access.event(complete ? 'allowed' : 'failed', { count }, 'export.end')),
    );
    return new StreamableFile(write(matches), {
      type,
      disposition: `attachment; filename="matches.${format}"`,
    });
  }
}
