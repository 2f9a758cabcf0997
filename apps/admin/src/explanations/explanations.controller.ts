import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { answerPage, ApiDocument, PaperQuery } from '../documents/document.js';
import { answerPdf } from '../documents/pdf.js';
import { checkedId } from '../http/checked-id.js';
import { Problem } from '../http/problem.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { explanationPage } from './explanation-page.js';
import { explanationPdf } from './explanation-pdf.js';
import { ExplanationView } from './explanation.view.js';
import { ExplanationsService } from './explanations.service.js';

@ApiTags('matches')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/matches')
export class ExplanationsController {
  constructor(private readonly explanations: ExplanationsService) {}

  @Get(':id/explanation')
  @RequirePermission('matches:read', 'match.explain')
  @ApiOperation({
    summary: 'One match explained, in plain words',
    description:
      'For the person it is about and for the authority: what was asked (names of fields, no values), each score against its thresholds, the policy, who decided, consent, and how to check the proof. As JSON, as a page, or as one page of PDF.',
  })
  @ApiDocument(ExplanationView, 200, { paper: true })
  @ApiProblems(404)
  async explain(
    @Param('id') id: string,
    @Query() { language = 'en', format = 'json' }: PaperQuery,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExplanationView | string | Buffer> {
    access.note({ format, language });
    const matchId = checkedId(id, 'a match');
    const sheet = await this.explanations.explain(matchId, language, access.principal);
    if (sheet === null) throw noMatch();
    if (format === 'html') return answerPage(reply, explanationPage(sheet));
    if (format === 'pdf') return answerPdf(reply, `explanation-${matchId}`, await explanationPdf(sheet));
    return sheet;
  }
}

const noMatch = () =>
  new Problem({ status: 404, code: 'match_not_found', detail: 'There is no match with this id.' });
