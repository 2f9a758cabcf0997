import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  ApiSchema,
  getSchemaPath,
} from '@nestjs/swagger';
import type { VerdictResult } from 'nestjs-dqe-idmobile';
import { ActorView } from '../audit/access-event.view.js';
import { VERDICTS } from '../matches/match.view.js';
import { ProblemSchema } from '../openapi/problem.schema.js';
import {
  type OpenedReview,
  type Resolution,
  RESOLUTIONS,
  REVIEW_CAUSES,
  REVIEW_STATES,
  type ReviewCause,
  type ReviewRecord,
  type ReviewState,
} from './review-record.js';

const Id = (description?: string) => ApiProperty({ type: String, format: 'uuid', description });
const Reason = () =>
  ApiProperty({ type: String, nullable: true, description: 'null: none, or the person was erased.' });

@ApiSchema({ name: 'Review', description: 'A case: a match that a person has to look at.' })
export class ReviewView {
  @Id('UUIDv7') id!: string;
  @Id() matchId!: string;
  @ApiProperty({
    enum: REVIEW_CAUSES,
    description:
      'contested: by the person concerned. probing: somebody seemed to guess at the data of the number.',
  })
  cause!: ReviewCause;
  @ApiProperty({ enum: REVIEW_STATES }) state!: ReviewState;
  @ApiProperty({ type: String, format: 'date-time' }) openedAt!: string;
  @ApiProperty({ type: ActorView, nullable: true, description: 'null: the service itself.' })
  openedBy!: ActorView | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) closedAt!: string | null;
  @ApiProperty({ type: ActorView, nullable: true }) closedBy!: ActorView | null;
  @ApiProperty({ enum: RESOLUTIONS, type: String, nullable: true }) resolution!: Resolution | null;
}

@ApiSchema({
  name: 'Override',
  description: 'A person’s verdict in place of the policy’s, which stays as it was.',
})
export class OverrideView {
  @Id() id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The case that was open.' })
  reviewId!: string | null;
  @ApiProperty({ enum: VERDICTS }) verdict!: VerdictResult;
  @ApiProperty({ enum: VERDICTS, description: 'What stood before.' }) previousVerdict!: VerdictResult;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) by!: ActorView;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Of the second person.' })
  approvalId!: string | null;
  @Reason() reason!: string | null;
}

@ApiSchema({ name: 'ReviewDetails' })
export class ReviewDetailsView extends ReviewView {
  @Reason() reason!: string | null;
  @Reason() closingReason!: string | null;
  @ApiProperty({ type: [OverrideView], description: 'All of the match, oldest first: the last one counts.' })
  overrides!: readonly OverrideView[];
}

@ApiSchema({ name: 'ReviewPage' })
export class ReviewPageView {
  @ApiProperty({ type: [ReviewView], description: 'Newest first.' }) items!: readonly ReviewView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

/** For the OpenAPI document only. */
@ApiSchema({ name: 'ContestProblem', description: 'A problem that may name the case there is.' })
export class ContestProblemSchema extends ProblemSchema {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'The case that is open already.' })
  declare reviewId?: string;
}

/** Documents why a match cannot be contested. */
export const ApiContestProblem = () =>
  applyDecorators(
    ApiExtraModels(ContestProblemSchema),
    ApiResponse({
      status: 409,
      description: 'There is no verdict, or it is contested already.',
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ContestProblemSchema) } } },
    }),
  );

export function reviewViewOf(record: ReviewRecord): ReviewView {
  const { id, matchId, cause, state, openedAt, openedBy, closedAt, closedBy, resolution } = record;
  return {
    ...{ id, matchId, cause, state, openedAt: openedAt.toISOString(), openedBy },
    ...{ closedAt: closedAt?.toISOString() ?? null, closedBy, resolution },
  };
}

export const reviewDetailsOf = (review: OpenedReview): ReviewDetailsView =>
  Object.assign(reviewViewOf(review), {
    reason: review.reason,
    closingReason: review.closingReason,
    overrides: review.overrides.map(
      ({ id, reviewId, verdict, previousVerdict, at, by, approvalId, reason }) => ({
        ...{ id, reviewId, verdict, previousVerdict, at: at.toISOString(), by, approvalId, reason },
      }),
    ),
  });
