import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../../access/access.js';
import { CurrentAccess, CurrentPrincipal } from '../../access/current.decorators.js';
import { confinementOf, type Principal } from '../../access/principal.js';
import { RequirePermission } from '../../access/require-permission.decorator.js';
import { checkedId } from '../../http/checked-id.js';
import { pageOf } from '../../http/page.js';
import { PageQuery } from '../../http/query.js';
import { ApiProblems } from '../../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../../openapi/requires-api-key.decorator.js';
import { PrismaReportSchedules } from './prisma-report-schedules.js';
import {
  ChangeScheduleBody,
  CreateScheduleBody,
  fileViewOf,
  ReportFilesView,
  SchedulePageView,
  ScheduleView,
  scheduleViewOf,
} from './schedule.dto.js';
import { SchedulesService } from './schedules.service.js';

const A_SCHEDULE = 'a schedule';
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
} as const;

/** Reports that are made by themselves, as files and told of by webhooks. A key sees those of its application. */
@ApiTags('reports')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/reports/schedules')
export class SchedulesController {
  constructor(
    private readonly service: SchedulesService,
    private readonly schedules: PrismaReportSchedules,
  ) {}

  @Post()
  @RequirePermission('settings:manage', 'schedule.create')
  @ApiOperation({
    summary: 'Have a report made by itself',
    description:
      'Half an hour after the end of each day, week or month, once; the first of the one it is set up in. Files are kept for 90 days, here and under DATA_DIR/reports, and told of by the webhook event report.ready to endpoints of the application.',
  })
  @ApiResponse({ status: 201, type: ScheduleView })
  @ApiProblems(409, 413, 415)
  async create(@Body() body: CreateScheduleBody, @CurrentAccess() access: Access): Promise<ScheduleView> {
    return scheduleViewOf(await this.service.create(body, access));
  }

  @Get()
  @RequirePermission('reports:read', 'schedule.list')
  @ApiOperation({ summary: 'Schedules, newest first; those that have ended, too' })
  @ApiResponse({ status: 200, type: SchedulePageView })
  async list(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<SchedulePageView> {
    const within = confinementOf(principal);
    const page = await pageOf(query, (limit, before) => this.schedules.page(within, limit, before));
    return { items: page.items.map(scheduleViewOf), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @RequirePermission('reports:read', 'schedule.view')
  @ApiOperation({ summary: 'One schedule' })
  @ApiResponse({ status: 200, type: ScheduleView })
  @ApiProblems(404)
  async show(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<ScheduleView> {
    return scheduleViewOf(await this.service.find(checkedId(id, A_SCHEDULE), principal));
  }

  @Patch(':id')
  @RequirePermission('settings:manage', 'schedule.change')
  @ApiOperation({ summary: 'Change a schedule', description: 'From the next report on.' })
  @ApiResponse({ status: 200, type: ScheduleView })
  @ApiProblems(404, 413, 415)
  async change(
    @Param('id') id: string,
    @Body() body: ChangeScheduleBody,
    @CurrentAccess() access: Access,
  ): Promise<ScheduleView> {
    return scheduleViewOf(await this.service.change(checkedId(id, A_SCHEDULE), body, access));
  }

  @Delete(':id')
  @HttpCode(200)
  @RequirePermission('settings:manage', 'schedule.end')
  @ApiOperation({ summary: 'End a schedule', description: 'Its files stay until their 90 days are over.' })
  @ApiResponse({ status: 200, type: ScheduleView })
  @ApiProblems(404)
  async end(@Param('id') id: string, @CurrentAccess() access: Access): Promise<ScheduleView> {
    return scheduleViewOf(await this.service.end(checkedId(id, A_SCHEDULE), access));
  }

  @Get(':id/files')
  @RequirePermission('reports:read', 'schedule.files')
  @ApiOperation({ summary: 'What a schedule has made, newest first' })
  @ApiResponse({ status: 200, type: ReportFilesView })
  @ApiProblems(404)
  async files(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<ReportFilesView> {
    const files = await this.service.files(checkedId(id, A_SCHEDULE), principal);
    return { items: files.map(fileViewOf) };
  }

  @Get(':id/files/:fileId')
  @RequirePermission('reports:read', 'schedule.file')
  @ApiOperation({ summary: 'A file', description: 'Its SHA-256 is the `ETag`.' })
  @ApiResponse({
    status: 200,
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  @ApiProblems(404)
  async file(
    @Param('id') id: string,
    @Param('fileId') fileId: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    access.concerns(checkedId(id, A_SCHEDULE));
    const file = await this.service.read(
      checkedId(id, A_SCHEDULE),
      checkedId(fileId, 'a file'),
      access.principal,
    );
    access.note({ format: file.format });
    void reply.header('etag', `"${file.sha256}"`).header('cache-control', 'no-store');
    return new StreamableFile(file.bytes, {
      ...{ type: TYPES[file.format], length: file.size, disposition: `attachment; filename="${file.name}"` },
    });
  }
}
