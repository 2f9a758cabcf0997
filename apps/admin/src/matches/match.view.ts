import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import {
  type ErrorCategory,
  MATCH_STATUSES,
  type MatchStatus,
  SCORE_FIELDS,
  type ScoreField,
  type Scores,
  type VerdictReason,
  type VerdictResult,
} from 'nestjs-dqe-idmobile';
import { ReceiptView } from '../evidence/receipts/receipt.view.js';
import {
  type Erased,
  MATCH_EVENT_TYPES,
  type MatchEventRecord,
  type MatchRecord,
  type MatchReview,
} from './match-record.js';

export const VERDICTS = ['match', 'partial', 'mismatch', 'insufficient'] as const satisfies VerdictResult[];
export const ERROR_CATEGORIES = [
  'caller',
  'configuration',
  'not_eligible',
  'not_covered',
  'declined',
  'temporary',
  'protocol',
] as const satisfies ErrorCategory[];

const Score = () =>
  ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 1, description: 'null: not available' });

@ApiSchema({ name: 'AddressScores' })
export class AddressScoresView {
  @Score() country!: number | null;
  @Score() postalCode!: number | null;
  @Score() streetAddress!: number | null;
  @Score() locality!: number | null;
}

@ApiSchema({ name: 'Scores', description: 'Similarity of each claimed field to what the operator knows.' })
export class ScoresView {
  @Score() familyName!: number | null;
  @Score() givenName!: number | null;
  @Score() gender!: number | null;
  @Score() birthDate!: number | null;
  @Score() email!: number | null;
  @ApiProperty({ type: AddressScoresView }) address!: AddressScoresView;
}

@ApiSchema({ name: 'VerdictReason', description: 'What one field said, and by which thresholds.' })
export class VerdictReasonView implements VerdictReason {
  @ApiProperty({ enum: SCORE_FIELDS }) field!: ScoreField;
  @ApiProperty({ enum: ['agrees', 'close', 'contradicts', 'unavailable'] })
  finding!: VerdictReason['finding'];
  @ApiProperty({ enum: ['decisive', 'supporting'] }) weight!: VerdictReason['weight'];
  @Score() score!: number | null;
  @ApiProperty({ type: Number, description: 'Agrees from this similarity on.' }) agreesFrom!: number;
  @ApiProperty({ type: Number, description: 'Contradicts below this similarity.' }) contradictsBelow!: number;
}

@ApiSchema({ name: 'Verdict' })
export class VerdictView {
  @ApiProperty({ enum: VERDICTS }) result!: VerdictResult;
  @ApiProperty({ example: 'default@1', description: 'Name and version of the policy.' }) policy!: string;
  @ApiProperty({ type: [VerdictReasonView] }) reasons!: readonly VerdictReasonView[];
}

@ApiSchema({ name: 'Consent', description: 'Where to send the customer’s browser, and until when.' })
export class ConsentView {
  @ApiProperty({
    ...{ format: 'uri', type: String, nullable: true },
    description: 'The operator’s page; null where the customer has been erased.',
  })
  url!: string | null;
  @ApiProperty({
    ...{ format: 'uri', type: String },
    description:
      'The same page through this service, which binds the session to the browser: whoever did not come this way cannot come back. Hand out one of the two, preferably this.',
  })
  link!: string;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: string;
}

@ApiSchema({ name: 'MatchError' })
export class MatchErrorView {
  @ApiProperty({ example: '13', description: 'DQE’s error_id, or a code of ours such as DQE_TIMEOUT.' })
  id!: string;
  @ApiProperty({ example: 'operator [Orange] not found' }) type!: string;
  @ApiProperty({
    description: 'Whether the same request may succeed later. Never where DQE may have billed this one.',
  })
  retryable!: boolean;
  @ApiProperty({ enum: ERROR_CATEGORIES, description: 'Who has to act.' }) category!: ErrorCategory;
}

/** A match as the API shows it; what does not apply is null. */
@ApiSchema({ name: 'MatchOverride' })
export class MatchOverrideView {
  @ApiProperty({ enum: VERDICTS, description: 'What holds in place of `verdict`.' }) verdict!: VerdictResult;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
}

@ApiSchema({ name: 'MatchReview', description: 'That people look, or have looked, at the verdict.' })
export class MatchReviewView {
  @ApiProperty({ enum: ['open', 'closed'], description: 'open: somebody still has to decide.' })
  state!: MatchReview['state'];
  @ApiProperty({ type: MatchOverrideView, nullable: true, description: 'null: the verdict holds as it is.' })
  override!: MatchOverrideView | null;
}

@ApiSchema({ name: 'Erased', description: 'What was sealed of the person opens to nobody any more.' })
export class ErasedView {
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({ format: 'uuid', description: 'Of `/api/v1/erasures/:id`.' }) certificateId!: string;
}

@ApiSchema({ name: 'Match' })
export class MatchView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ enum: MATCH_STATUSES }) status!: MatchStatus;
  @ApiProperty({ example: '********78', description: 'Masked but for its last two digits.' }) number!: string;
  @ApiProperty({ example: 'FR', description: 'Of the number; ISO 3166-1 alpha-2.' }) country!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Where DQE named it.' }) operator!: string | null;
  @ApiProperty({ type: ScoresView, nullable: true }) scores!: ScoresView | null;
  @ApiProperty({ type: VerdictView, nullable: true }) verdict!: VerdictView | null;
  @ApiProperty({ type: ConsentView, nullable: true, description: 'While the status is consent_pending.' })
  consent!: ConsentView | null;
  @ApiProperty({ type: MatchErrorView, nullable: true }) error!: MatchErrorView | null;
  @ApiProperty({ type: String, nullable: true }) reference!: string | null;
  @ApiProperty({ type: MatchReviewView, nullable: true, description: 'null: nobody contests the verdict.' })
  review!: MatchReviewView | null;
  @ApiProperty({ type: ErasedView, nullable: true, description: 'null: nobody erased the person.' })
  erased!: ErasedView | null;
  @ApiPropertyOptional({
    ...{ type: ReceiptView, nullable: true },
    description: 'Where one was asked for. null: none could be made; show the match with `receipt=true`.',
  })
  receipt?: ReceiptView | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) settledAt!: string | null;
}

@ApiSchema({ name: 'MatchPage' })
export class MatchPageView {
  @ApiProperty({ type: [MatchView], description: 'Newest first.' }) items!: readonly MatchView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

@ApiSchema({ name: 'MatchEvent', description: 'One line of a timeline. Holds no personal data.' })
export class MatchEventView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: MATCH_EVENT_TYPES })
  type!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Milliseconds the step took.' })
  durationMs!: number | null;
  @ApiProperty({ type: Object, additionalProperties: true }) data!: MatchEventRecord['data'];
}

@ApiSchema({ name: 'MatchEvents' })
export class MatchEventsView {
  @ApiProperty({ type: [MatchEventView], description: 'Oldest first.' }) items!: readonly MatchEventView[];
}

export function viewOf(record: MatchRecord): MatchView {
  const { id, status, country, operator, scores, verdict, error, reference, createdAt, settledAt } = record;
  const { review } = record;
  return {
    id,
    status,
    number: `********${record.numberHint}`,
    country,
    operator,
    scores: scores === null ? null : scoresViewOf(scores),
    verdict: verdict === null ? null : { ...verdict, reasons: verdict.reasons.map(reasonViewOf) },
    consent:
      status === 'consent_pending' && record.consent !== null
        ? { ...record.consent, expiresAt: record.consent.expiresAt.toISOString() }
        : null,
    error,
    reference,
    review: review === null ? null : { ...review, override: overrideViewOf(review.override) },
    erased: erasedViewOf(record.erased),
    createdAt: createdAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  };
}

export const erasedViewOf = (erased: Erased | null): ErasedView | null =>
  erased === null ? null : { at: erased.at.toISOString(), certificateId: erased.certificateId };

const overrideViewOf = (override: MatchReview['override']): MatchOverrideView | null =>
  override === null ? null : { verdict: override.verdict, at: override.at.toISOString() };

/** In the order people read them; the database keeps none. */
const scoresViewOf = ({ familyName, givenName, gender, birthDate, email, address }: Scores): ScoresView => ({
  ...{ familyName, givenName, gender, birthDate, email },
  address: {
    country: address.country,
    postalCode: address.postalCode,
    streetAddress: address.streetAddress,
    locality: address.locality,
  },
});

/** As the policy says it, whatever order the database keeps. */
const reasonViewOf = (reason: VerdictReason): VerdictReasonView => {
  const { field, finding, weight, score, agreesFrom, contradictsBelow } = reason;
  return { field, finding, weight, score, agreesFrom, contradictsBelow };
};

export const eventViewOf = ({ at, ...event }: MatchEventRecord): MatchEventView => ({
  ...event,
  at: at.toISOString(),
});
