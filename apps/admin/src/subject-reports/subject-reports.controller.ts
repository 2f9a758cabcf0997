import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiSchema, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { answerPage, ApiDocument, type Format, FormatChoice, LanguageChoice } from '../documents/document.js';
import type { Language } from '../documents/language.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { e164Of, NumberBody } from '../subjects/number.body.js';
import { reportPage } from './report-page.js';
import { SubjectReportView } from './subject-report.view.js';
import { SubjectReportsService } from './subject-reports.service.js';

@ApiSchema({ name: 'CreateSubjectReport' })
export class CreateSubjectReportBody extends NumberBody {
  @LanguageChoice()
  language?: Language;

  @FormatChoice()
  format?: Format;
}

@ApiTags('subjects')
@RequiresApiKey()
@ApiProblems(400, 413, 415, 429, 503)
@Controller('api/v1/subject-reports')
export class SubjectReportsController {
  constructor(private readonly reports: SubjectReportsService) {}

  @Post()
  @HttpCode(200)
  @RequirePermission('subjects:report', 'subject.report')
  @ApiOperation({
    summary: 'All that is held on a number, in clear',
    description:
      'For access requests (GDPR Art. 15), in words that people understand. Nothing is kept of the report. Legal holds that must not be disclosed are left out, and so are cases of probing.',
  })
  @ApiDocument(SubjectReportView)
  async make(
    @Body() body: CreateSubjectReportBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubjectReportView | string> {
    const { language = 'en', format = 'json' } = body;
    const report = await this.reports.make(e164Of(body), language, access);
    void reply.header('cache-control', 'no-store');
    return format === 'html' ? answerPage(reply, reportPage(report)) : report;
  }
}
