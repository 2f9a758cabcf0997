import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { VerdictResult } from 'nestjs-dqe-idmobile';
import { Reason } from '../approvals/reason.js';
import { PageQuery } from '../http/query.js';
import { VERDICTS } from '../matches/match.view.js';
import {
  type Resolution,
  RESOLUTIONS,
  REVIEW_CAUSES,
  REVIEW_STATES,
  type ReviewCause,
  type ReviewState,
} from './review-record.js';

const oneOf = (values: readonly string[]) => ({ context: { remedy: `Send one of ${values.join(', ')}.` } });

@ApiSchema({ name: 'ContestMatch' })
export class ContestBody {
  @Reason({ description: 'What the person concerned says. Kept sealed, and erased with them.' })
  reason!: string;
}

@ApiSchema({ name: 'OverrideVerdict' })
export class OverrideBody {
  @ApiProperty({ enum: VERDICTS, description: 'Another one than stands.' })
  @IsIn(VERDICTS, oneOf(VERDICTS))
  verdict!: VerdictResult;

  @Reason({ description: 'Kept sealed for the person concerned, and erased with them.' })
  reason!: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Where a second person was needed: of the approval, which was for the very same verdict.',
  })
  @IsOptional()
  @IsUUID(undefined, { context: { remedy: 'Send the id of the approval: a UUID.' } })
  approvalId?: string;
}

@ApiSchema({ name: 'CloseReview' })
export class CloseReviewBody {
  @ApiProperty({
    enum: RESOLUTIONS,
    description:
      'upheld: the verdict was right. overridden: another holds, by an override made in this case. dismissed: there was nothing to decide.',
  })
  @IsIn(RESOLUTIONS, oneOf(RESOLUTIONS))
  resolution!: Resolution;

  @Reason({ description: 'Kept sealed for the person concerned, and erased with them.' })
  reason!: string;
}

export class ListReviewsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: REVIEW_STATES })
  @IsOptional()
  @IsIn(REVIEW_STATES, oneOf(REVIEW_STATES))
  state?: ReviewState;

  @ApiPropertyOptional({ enum: REVIEW_CAUSES })
  @IsOptional()
  @IsIn(REVIEW_CAUSES, oneOf(REVIEW_CAUSES))
  cause?: ReviewCause;
}
