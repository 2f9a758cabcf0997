import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { applyDecorators, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { CLOCK } from '../clock.module.js';
import { answerPdf } from '../documents/pdf.js';
import { filterNamesOf } from '../http/query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { periodOf } from './report-period.js';
import { reportCsv, reportPdf } from './report-table.js';
import { AccessesQuery, groupsOf, LifecycleQuery, ReportQuery } from './report.query.js';
import {
  AccessesReportView,
  ConsentReportView,
  ErrorsReportView,
  FieldsReportView,
  LatencyReportView,
  LifecycleReportView,
  OperatorsReportView,
  type ReportView,
  VolumesReportView,
} from './report.views.js';
import { type ReportRequest, ReportsService } from './reports.service.js';

/** A report as JSON, CSV or PDF. */
export const ApiReport = (type: Type, summary: string, description?: string): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(type),
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiResponse({
      status: 200,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(type) } },
        'text/csv': { schema: { type: 'string' } },
        'application/pdf': { schema: { type: 'string', format: 'binary' } },
      },
    }),
  );

type Reply = FastifyReply;

/** Aggregates: they name nobody. A key sees those of its application. */
@ApiTags('reports')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('volumes')
  @RequirePermission('reports:read', 'report.view')
  @ApiReport(VolumesReportView, 'Volumes, outcomes and verdicts')
  volumes(
    @Query() query: ReportQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    return this.answer('volumes', query, access, reply);
  }

  @Get('latency')
  @RequirePermission('reports:read', 'report.view')
  @ApiReport(LatencyReportView, 'How long DQE took to answer')
  latency(
    @Query() query: ReportQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    return this.answer('latency', query, access, reply);
  }

  @Get('errors')
  @RequirePermission('reports:read', 'report.view')
  @ApiReport(ErrorsReportView, 'Errors by id, with what to do about each')
  errors(
    @Query() query: ReportQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    return this.answer('errors', query, access, reply);
  }

  @Get('consent')
  @RequirePermission('reports:read', 'report.view')
  @ApiReport(ConsentReportView, 'What became of consent')
  consent(
    @Query() query: ReportQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    return this.answer('consent', query, access, reply);
  }

  @Get('operators')
  @RequirePermission('reports:read', 'report.view')
  @ApiReport(OperatorsReportView, 'How each operator does', 'By operator, whatever else it is grouped by.')
  operators(
    @Query() query: ReportQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    return this.answer('operators', query, access, reply);
  }

  @Get('fields')
  @RequirePermission('reports:read', 'report.view')
  @ApiReport(
    FieldsReportView,
    'Per operator and field: what is not available, and how similarities shift',
    'By operator, whatever else it is grouped by. Compared with the period before, as long, where interval is none.',
  )
  fields(
    @Query() query: ReportQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    return this.answer('fields', query, access, reply);
  }

  @Get('accesses')
  @RequirePermission('audit:read', 'report.accesses')
  @ApiReport(
    AccessesReportView,
    'Reveals, exports and other accesses to personal data, by who did it',
    'With the names of people and keys. A key sees what keys of its application did.',
  )
  async accesses(
    @Query() query: AccessesQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    access.note({ filters: filterNamesOf(query), format: query.format ?? 'json' });
    const period = periodOf(query, this.clock.now());
    const within = confinementOf(access.principal);
    return answered(await this.reports.accesses(period, within, query.application), query, reply);
  }

  @Get('lifecycle')
  @RequirePermission('reports:read', 'report.view')
  @ApiReport(LifecycleReportView, 'What retention and erasure did')
  async lifecycle(
    @Query() query: LifecycleQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    access.note({ report: 'lifecycle', filters: filterNamesOf(query), format: query.format ?? 'json' });
    const period = periodOf(query, this.clock.now());
    const within = confinementOf(access.principal);
    return answered(await this.reports.lifecycle(period, within, query.interval ?? 'none'), query, reply);
  }

  private async answer(
    report: 'volumes' | 'latency' | 'errors' | 'consent' | 'operators' | 'fields',
    query: ReportQuery,
    access: Access,
    reply: Reply,
  ): Promise<ReportView | string | Buffer> {
    access.note({ report, filters: filterNamesOf(query), format: query.format ?? 'json' });
    const { application, operator, country, purpose, interval = 'none', language = 'en' } = query;
    const request: ReportRequest = {
      ...{ period: periodOf(query, this.clock.now()), interval, groups: groupsOf(query.groupBy), language },
      filter: { within: confinementOf(access.principal), application, operator, country, purpose },
    };
    return answered(await this.reports[report](request), query, reply);
  }
}

async function answered(
  report: ReportView,
  { format = 'json', language = 'en' }: Pick<ReportQuery, 'format' | 'language'>,
  reply: Reply,
): Promise<ReportView | string | Buffer> {
  void reply.header('cache-control', 'no-store');
  if (format === 'json') return report;
  const name = `report-${report.report}-${report.from.slice(0, 10)}-${report.to.slice(0, 10)}`;
  if (format === 'pdf') return answerPdf(reply, name, await reportPdf(report, language));
  void reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`);
  return reportCsv(report);
}
