import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiPendingApproval, pending, type PendingApprovalView } from '../approvals/pending-approval.js';
import { CLOCK } from '../clock.module.js';
import { answerPage, ApiDocument, DocumentQuery } from '../documents/document.js';
import { checkedId } from '../http/checked-id.js';
import { pageOf } from '../http/page.js';
import { filterNamesOf } from '../http/query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { e164Of } from '../subjects/number.body.js';
import { certificateOf, certificatePage } from './certificate.js';
import {
  ApiErasureRefused,
  CreateErasureBody,
  ErasurePageView,
  ErasureView,
  ListErasuresQuery,
} from './erasure.dto.js';
import { ErasuresService } from './erasures.service.js';
import { PrismaErasures } from './prisma-erasures.js';

/** Erasing persons, and the certificates of it. */
@ApiTags('erasures')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/erasures')
export class ErasuresController {
  constructor(
    private readonly service: ErasuresService,
    private readonly erasures: PrismaErasures,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(201)
  @RequirePermission('subjects:erase', 'erasure.create')
  @ApiOperation({
    summary: 'Erase a person, by number',
    description:
      'Destroys their data key and every index they are found by; the answer is the certificate. Refused, and on record as such, while a legal hold stands, the law demands that data is kept, or a match has not ended. A key erases whom its own application alone knows.',
  })
  @ApiResponse({ status: 201, type: ErasureView })
  @ApiPendingApproval()
  @ApiErasureRefused()
  @ApiProblems(413, 415)
  async create(
    @Body() body: CreateErasureBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ErasureView | PendingApprovalView> {
    const { ground, caseReference = null, approvalId } = body;
    const result = await this.service.create(
      { number: e164Of(body), ground, caseReference, approvalId },
      access,
    );
    return 'needs' in result ? pending(reply, result.needs, this.clock.now()) : certificateOf(result, 'en');
  }

  @Get()
  @RequirePermission('subjects:erase', 'erasure.list')
  @ApiOperation({ summary: 'Erasures, newest first', description: 'Those that were refused, too.' })
  @ApiResponse({ status: 200, type: ErasurePageView })
  async list(@Query() query: ListErasuresQuery, @CurrentAccess() access: Access): Promise<ErasurePageView> {
    access.note({ filters: filterNamesOf(query) });
    const filter = { within: confinementOf(access.principal), outcome: query.outcome };
    const page = await pageOf(query, (limit, before) => this.erasures.page(filter, limit, before));
    return { ...page, items: page.items.map((erasure) => certificateOf(erasure, 'en')) };
  }

  @Get(':id')
  @RequirePermission('subjects:erase', 'erasure.view')
  @ApiOperation({
    summary: 'The certificate of an erasure',
    description: 'As a page with format=html, or where text/html is accepted before JSON.',
  })
  @ApiDocument(ErasureView)
  @ApiProblems(404)
  async show(
    @Param('id') id: string,
    @Query() { language = 'en', format }: DocumentQuery,
    @Headers('accept') accept: string | undefined,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ErasureView | string> {
    const erasure = await this.service.find(checkedId(id, 'an erasure'), access);
    const page = format === undefined ? /^\s*text\/html\b/.test(accept ?? '') : format === 'html';
    return page ? answerPage(reply, certificatePage(erasure, language)) : certificateOf(erasure, language);
  }
}
