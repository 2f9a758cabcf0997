import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { Access } from '../access/access.js';
import { AccessRecorder } from '../access/access-recorder.js';
import { CurrentAccess, CurrentPrincipal } from '../access/current.decorators.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { checkedId } from '../http/checked-id.js';
import { pageOf } from '../http/page.js';
import { filterNamesOf, PageQuery } from '../http/query.js';
import { filterOf, MatchFilterQuery } from '../matches/list-matches.query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { rangeOf } from './byte-range.js';
import { ExportReasons } from './export-reasons.js';
import { CreateExportBody, ExportFilter, keptOf } from './export.body.js';
import { ExportPageView, ExportView, exportViewOf, ReasonedExportView } from './export.view.js';
import { ExportsService } from './exports.service.js';
import { counted, streamOf } from './match-lines.js';
import { PrismaExports } from './prisma-exports.js';
import { PrismaMatchSnapshots } from './prisma-match-snapshots.js';

const FILES = {
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  ndjson: { type: 'application/x-ndjson', ending: 'ndjson' },
  bundle: { type: 'application/zip', ending: 'zip' },
};

const STREAMED = ['csv', 'ndjson'] as const satisfies (keyof typeof FILES)[];
const AN_EXPORT = 'an export';
const TEXT = { schema: { type: 'string' } };
const BINARY = { schema: { type: 'string', format: 'binary' } };

export class ExportMatchesQuery extends MatchFilterQuery {
  @ApiPropertyOptional({ enum: STREAMED, default: 'csv' })
  @IsOptional()
  @IsIn(STREAMED, { context: { remedy: 'Send csv or ndjson.' } })
  format?: (typeof STREAMED)[number];
}

@ApiTags('exports')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/exports')
export class ExportsController {
  constructor(
    private readonly snapshots: PrismaMatchSnapshots,
    private readonly recorder: AccessRecorder,
    private readonly service: ExportsService,
    private readonly exports: PrismaExports,
    private readonly reasons: ExportReasons,
  ) {}

  @Get('matches')
  @RequirePermission('exports:read', 'export.run')
  @ApiOperation({
    summary: 'Export matches, newest first',
    description:
      'Masked as everywhere, and streamed: its size does not matter. Filters as in the list. `X-Export-Count` says how many there are; an answer that does not end as HTTP has it, or has another number, is not whole.',
  })
  @ApiResponse({
    status: 200,
    content: { 'text/csv': TEXT, 'application/x-ndjson': TEXT },
    headers: {
      'X-Export-Id': { description: 'What it is on record as.', schema: { type: 'string' } },
      'X-Export-Count': { description: 'Matches that follow.', schema: { type: 'integer' } },
    },
  })
  async matches(
    @Query() query: ExportMatchesQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const format = query.format ?? 'csv';
    access.note({ format, filters: filterNamesOf(query) });
    const filter = { ...filterOf(query), within: confinementOf(access.principal) };
    const snapshot = await this.snapshots.open(filter, format);
    // That it begins is on record before its first byte; an end that cannot be recorded cuts it.
    const parts = counted(snapshot.parts, snapshot.count, (count, complete) =>
      this.recorder.record(access.event(complete ? 'allowed' : 'failed', { count }, 'export.end')),
    );
    const body = streamOf(format, parts).once('close', () => snapshot.close());
    const id = access.event('allowed').id;
    access.concerns(id);
    void reply.header('x-export-id', id).header('x-export-count', String(snapshot.count));
    return new StreamableFile(body, {
      type: FILES[format].type,
      disposition: `attachment; filename="matches.${format}"`,
    });
  }

  @Post()
  @HttpCode(202)
  @RequirePermission('exports:read', 'export.request')
  @ApiOperation({
    summary: 'Have an export written',
    description:
      'The matches are chosen at once, as of one time; the file is written in the background and kept for 24 hours. Look at it by its id. So many at a time; then 429.',
  })
  @ApiResponse({ status: 202, type: ExportView })
  @ApiProblems(413, 415)
  async create(@Body() body: CreateExportBody, @CurrentAccess() access: Access): Promise<ExportView> {
    const { format, filter = new ExportFilter(), reason, since = null } = body;
    const wanted = { format, filter: filterOf(filter), kept: keptOf(filter), reason, since };
    return exportViewOf(await this.service.request(wanted, access));
  }

  @Get()
  @RequirePermission('exports:read', 'export.list')
  @ApiOperation({
    summary: 'Exports, newest first',
    description: 'Those that have expired, too. A key sees those of its application.',
  })
  @ApiResponse({ status: 200, type: ExportPageView })
  async list(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<ExportPageView> {
    const within = confinementOf(principal);
    const page = await pageOf(query, (limit, before) => this.exports.page(within, limit, before));
    return { items: page.items.map(exportViewOf), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @RequirePermission('exports:read', 'export.view')
  @ApiOperation({ summary: 'One export, with how far it is' })
  @ApiResponse({ status: 200, type: ReasonedExportView })
  @ApiProblems(404)
  async show(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<ReasonedExportView> {
    const found = await this.service.find(checkedId(id, AN_EXPORT), principal);
    const reason = await this.reasons.open(found.id, found.reasonSealed);
    return { ...exportViewOf(found), reason };
  }

  @Get(':id/file')
  @RequirePermission('exports:read', 'export.run')
  @ApiOperation({
    summary: 'The file of an export',
    description: 'Its SHA-256 is the `ETag`. Takes `Range`, to go on with one that broke off.',
  })
  @ApiHeader({ name: 'Range', required: false, schema: { type: 'string', example: 'bytes=1048576-' } })
  @ApiResponse({
    status: 200,
    content: { 'text/csv': TEXT, 'application/x-ndjson': TEXT, 'application/zip': BINARY },
  })
  @ApiResponse({
    ...{ status: 206, description: 'The part that was asked for.' },
    content: { 'text/csv': TEXT, 'application/x-ndjson': TEXT, 'application/zip': BINARY },
  })
  @ApiProblems(404, 409, 410, 416)
  async file(
    @Param('id') id: string,
    @Headers('range') range: string | undefined,
    @Headers('if-range') ifRange: string | undefined,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    access.concerns(checkedId(id, AN_EXPORT));
    const found = await this.service.finished(checkedId(id, AN_EXPORT), access.principal);
    const { type, ending } = FILES[found.format];
    const tag = `"${found.sha256 ?? ''}"`;
    const part = ifRange === undefined || ifRange === tag ? rangeOf(range, found.bytes) : null;
    const { from, to } = part ?? { from: 0, to: found.bytes };
    access.note({ format: found.format, count: found.written, bytes: to - from });
    void reply.header('accept-ranges', 'bytes').header('etag', tag).header('x-export-id', found.id);
    void reply.header('x-export-count', String(found.written));
    if (part !== null) {
      void reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${found.bytes}`);
    }
    const pieces = this.exports.read(found.id, found.file, from, to);
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), {
      ...{ type, length: to - from, disposition: `attachment; filename="export-${found.id}.${ending}"` },
    });
  }

  @Delete(':id')
  @HttpCode(200)
  @RequirePermission('exports:read', 'export.cancel')
  @ApiOperation({
    summary: 'Cancel an export, and drop its file',
    description: 'That it was asked for stays on record.',
  })
  @ApiResponse({ status: 200, type: ExportView })
  @ApiProblems(404, 410)
  async cancel(@Param('id') id: string, @CurrentAccess() access: Access): Promise<ExportView> {
    return exportViewOf(await this.service.cancel(checkedId(id, AN_EXPORT), access));
  }
}
