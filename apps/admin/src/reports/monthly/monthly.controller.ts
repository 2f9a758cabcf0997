import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOperation,
  ApiPropertyOptional,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Access } from '../../access/access.js';
import { CurrentAccess } from '../../access/current.decorators.js';
import { confinementOf } from '../../access/principal.js';
import { RequirePermission } from '../../access/require-permission.decorator.js';
import { answerPage, LanguageChoice } from '../../documents/document.js';
import type { Language } from '../../documents/language.js';
import { answerPdf } from '../../documents/pdf.js';
import { ApiProblems } from '../../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../../openapi/requires-api-key.decorator.js';
import { ApplicationChoice } from '../report.query.js';
import { monthlyCsv, monthlyPage, monthlyPdf } from './monthly-document.js';
import { MonthlyService } from './monthly.service.js';
import { MonthlyReportView } from './monthly.view.js';

const FORMATS = ['json', 'html', 'pdf', 'csv'] as const;

export class MonthlyQuery {
  @ApplicationChoice()
  application?: string;

  @LanguageChoice()
  language?: Language;

  @ApiPropertyOptional({ enum: FORMATS, default: 'json' })
  @IsOptional()
  @IsIn(FORMATS, { context: { remedy: `Send one of ${FORMATS.join(', ')}.` } })
  format?: (typeof FORMATS)[number];
}

@ApiTags('reports')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/reports/monthly')
export class MonthlyController {
  constructor(private readonly monthly: MonthlyService) {}

  @Get(':month')
  @RequirePermission('reports:read', 'report.view')
  @ApiOperation({
    summary: 'The compliance report of a month',
    description: 'Such as 2026-10, UTC. Aggregates: it names nobody. A key sees its application.',
  })
  @ApiExtraModels(MonthlyReportView)
  @ApiResponse({
    status: 200,
    content: {
      'application/json': { schema: { $ref: getSchemaPath(MonthlyReportView) } },
      'text/html': { schema: { type: 'string' } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async show(
    @Param('month') month: string,
    @Query() query: MonthlyQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MonthlyReportView | string | Buffer> {
    const { format = 'json', language = 'en', application } = query;
    access.note({ report: 'monthly', format });
    const within = confinementOf(access.principal);
    const report = await this.monthly.make({ month, language, within, application });
    void reply.header('cache-control', 'no-store');
    if (format === 'html') return answerPage(reply, monthlyPage(report));
    if (format === 'pdf') return answerPdf(reply, `report-monthly-${month}`, await monthlyPdf(report));
    if (format === 'json') return report;
    void reply.type('text/csv; charset=utf-8');
    void reply.header('content-disposition', `attachment; filename="report-monthly-${month}.csv"`);
    return monthlyCsv(report);
  }
}
