import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { filterOf, MatchFilterQuery } from '../matches/list-matches.query.js';
import { PrismaMatchReader } from '../matches/prisma-match-reader.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { matchesOf, toCsv, toNdjson } from './match-lines.js';

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
  constructor(private readonly reader: PrismaMatchReader) {}

  @Get('matches')
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
  @ApiProblems(400, 401, 429, 503)
  matches(@Query() query: ExportMatchesQuery): StreamableFile {
    const format = query.format ?? 'csv';
    const { type, write } = FORMATS[format];
    return new StreamableFile(write(matchesOf(this.reader, filterOf(query))), {
      type,
      disposition: `attachment; filename="matches.${format}"`,
    });
  }
}
