import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { validate as isUuid } from 'uuid';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiPendingApproval, pending, type PendingApprovalView } from '../approvals/pending-approval.js';
import { CLOCK } from '../clock.module.js';
import { Problem } from '../http/problem.js';
import { MatchView, viewOf } from '../matches/match.view.js';
import { PrismaMatchReader } from '../matches/prisma-match-reader.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { ReviewedMatchNotFoundError } from './review-errors.js';
import { ContestBody, OverrideBody } from './review.bodies.js';
import { ApiContestProblem, ReviewView, reviewViewOf } from './review.view.js';
import { ReviewsService } from './reviews.service.js';

/** What may be done about the verdict of one match. */
@ApiTags('reviews')
@RequiresApiKey()
@ApiProblems(400, 404, 409, 410, 413, 415, 429, 503)
@Controller('api/v1/matches')
export class MatchReviewsController {
  constructor(
    private readonly reviews: ReviewsService,
    private readonly matches: PrismaMatchReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':id/contest')
  @RequirePermission('matches:review', 'match.contest')
  @ApiOperation({
    summary: 'Contest a verdict',
    description:
      'Opens a case, which a person has to decide. For the person concerned, mostly through the partner: a key with the scope may, too.',
  })
  @ApiResponse({ status: 201, type: ReviewView })
  @ApiContestProblem()
  async contest(
    @Param('id') id: string,
    @Body() { reason }: ContestBody,
    @CurrentAccess() access: Access,
  ): Promise<ReviewView> {
    return reviewViewOf(await this.reviews.contest(checkedId(id), reason, access));
  }

  @Post(':id/override')
  @HttpCode(201)
  @RequirePermission('matches:review', 'match.override')
  @ApiOperation({
    summary: 'Put another verdict in place of the policy’s',
    description:
      'Only people do. `verdict` of the match stays as it was; `review.override` has what holds. Where four eyes are set for verdicts, a second person approves first.',
  })
  @ApiResponse({ status: 201, type: MatchView })
  @ApiPendingApproval()
  async override(
    @Param('id') id: string,
    @Body() { verdict, reason, approvalId }: OverrideBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchView | PendingApprovalView> {
    const matchId = checkedId(id);
    const approval = await this.reviews.override(matchId, { verdict, reason, approvalId }, access);
    if (approval !== null) return pending(reply, approval, this.clock.now());
    const match = await this.matches.find(matchId, confinementOf(access.principal));
    if (match === null) throw new ReviewedMatchNotFoundError();
    return viewOf(match);
  }
}

function checkedId(id: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw Problem.ofField('id', 'is not a match id', 'Send an id as this service gave it: a UUID.');
}
