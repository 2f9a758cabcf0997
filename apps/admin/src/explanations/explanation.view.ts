import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type {
  ErrorCategory,
  MatchStatus,
  ScoreField,
  VerdictReason,
  VerdictResult,
} from 'nestjs-dqe-idmobile';
import { MATCH_STATUSES, SCORE_FIELDS } from 'nestjs-dqe-idmobile';
import { LANGUAGES, type Language } from '../documents/language.js';
import { VERDICTS } from '../matches/match.view.js';

const Time = (description?: string) => ApiProperty({ type: String, format: 'date-time', description });
const MaybeTime = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });
const Maybe = (description?: string) => ApiProperty({ type: String, nullable: true, description });
const Words = (description = 'In plain words.') => ApiProperty({ type: String, description });

@ApiSchema({ name: 'ExplainedQuestion', description: 'What was asked. Names of fields only, no value.' })
export class ExplainedQuestionView {
  @Time() at!: string;
  @ApiProperty({ type: String, example: '********01', description: 'The number, masked.' }) number!: string;
  @ApiProperty({ type: String, example: 'FR' }) country!: string;
  @Maybe('The mobile operator that answered.') operator!: string | null;
  @ApiProperty({ type: [String], nullable: true, description: 'null: the person was erased.' })
  fields!: readonly string[] | null;
}

@ApiSchema({
  name: 'ExplainedScore',
  description: 'What one field said, and the thresholds it was judged by.',
})
export class ExplainedScoreView {
  @ApiProperty({ enum: SCORE_FIELDS }) field!: ScoreField;
  @Words('The field in plain words.') name!: string;
  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 1, description: 'null: not available.' })
  score!: number | null;
  @ApiProperty({ type: Number, description: 'It agrees from this on.' }) agreesFrom!: number;
  @ApiProperty({ type: Number, description: 'It contradicts below this.' }) contradictsBelow!: number;
  @ApiProperty({ enum: ['decisive', 'supporting'] }) weight!: VerdictReason['weight'];
  @ApiProperty({ enum: ['agrees', 'close', 'contradicts', 'unavailable'] })
  finding!: VerdictReason['finding'];
  @Words() meaning!: string;
}

@ApiSchema({ name: 'ExplainedVerdict' })
export class ExplainedVerdictView {
  @ApiProperty({ enum: VERDICTS }) result!: VerdictResult;
  @ApiProperty({ type: String, example: 'default@1', description: 'Name and version of the policy.' })
  policy!: string;
  @Words() meaning!: string;
  @Words('Who decided it.') decidedBy!: string;
}

@ApiSchema({
  name: 'ExplainedStep',
  description: 'What people did about the verdict; by dates, not by names.',
})
export class ExplainedStepView {
  @Time() at!: string;
  @ApiProperty({ enum: ['contested', 'overridden', 'closed'] }) type!: 'contested' | 'overridden' | 'closed';
  @Words() meaning!: string;
}

@ApiSchema({ name: 'ExplainedConsent' })
export class ExplainedConsentView {
  @Time('When the operator’s page was offered.') askedAt!: string;
  @MaybeTime('When the link to it was opened.') linkOpenedAt!: string | null;
  @MaybeTime('When the person came back from the operator.') answeredAt!: string | null;
  @Time() expiresAt!: string;
  @Words() meaning!: string;
}

@ApiSchema({ name: 'ExplainedError', description: 'Why there was no comparison.' })
export class ExplainedErrorView {
  @ApiProperty({ type: String, example: '15' }) id!: string;
  @ApiProperty({ type: String }) category!: ErrorCategory;
  @Words() meaning!: string;
}

@ApiSchema({ name: 'ExplainedPlace', description: 'One event, and its place in the log.' })
export class ExplainedPlaceView {
  @ApiProperty({ type: String, example: 'match.settled' }) type!: string;
  @Words() meaning!: string;
  @Time() at!: string;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'From 0; null: it enters the log within seconds.',
  })
  index!: number | null;
}

@ApiSchema({ name: 'ExplainedCheckpoint' })
export class ExplainedCheckpointView {
  @ApiProperty({ type: String, description: 'The name of the log.' }) origin!: string;
  @ApiProperty({ type: Number, description: 'Events in the log.' }) size!: number;
  @ApiProperty({ type: String, description: 'In base64.' }) root!: string;
}

@ApiSchema({ name: 'ExplainedEvidence', description: 'What proves all this, and how to check it.' })
export class ExplainedEvidenceView {
  @ApiProperty({ type: [ExplainedPlaceView] }) events!: readonly ExplainedPlaceView[];
  @ApiProperty({ type: ExplainedCheckpointView, nullable: true }) checkpoint!: ExplainedCheckpointView | null;
  @ApiProperty({ type: [String], description: 'The keys that sign it.' }) verifierKeys!: readonly string[];
  @ApiProperty({ type: [String], description: 'To be typed into a terminal, one after the other.' })
  commands!: readonly string[];
}

@ApiSchema({
  name: 'Explanation',
  description: 'One match explained, for the person it is about and for the authority. Masked throughout.',
})
export class ExplanationView {
  @ApiProperty({ enum: LANGUAGES }) language!: Language;
  @Time() generatedAt!: string;
  @ApiProperty({ format: 'uuid' }) matchId!: string;
  @ApiProperty({ type: String }) application!: string;
  @Maybe() purpose!: string | null;
  @Maybe() reference!: string | null;
  @ApiProperty({ type: ExplainedQuestionView }) asked!: ExplainedQuestionView;
  @ApiProperty({ enum: MATCH_STATUSES }) status!: MatchStatus;
  @Words('How it ended.') meaning!: string;
  @MaybeTime() settledAt!: string | null;
  @ApiProperty({ type: [ExplainedScoreView] }) scores!: readonly ExplainedScoreView[];
  @ApiProperty({ type: ExplainedVerdictView, nullable: true }) verdict!: ExplainedVerdictView | null;
  @ApiProperty({
    ...{ enum: VERDICTS, type: String, nullable: true },
    description: 'What a person put in its place; null: the policy’s verdict counts.',
  })
  verdictInForce!: VerdictResult | null;
  @ApiProperty({ type: [ExplainedStepView], description: 'Oldest first.' })
  decisions!: readonly ExplainedStepView[];
  @ApiProperty({ type: ExplainedConsentView, nullable: true }) consent!: ExplainedConsentView | null;
  @ApiProperty({ type: ExplainedErrorView, nullable: true }) error!: ExplainedErrorView | null;
  @ApiProperty({ type: ExplainedEvidenceView }) evidence!: ExplainedEvidenceView;
}
