import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { VerdictResult } from 'nestjs-dqe-idmobile';
import { LANGUAGES, type Language } from '../documents/language.js';
import { VERDICTS } from '../matches/match.view.js';
import { type Resolution, RESOLUTIONS } from '../reviews/review-record.js';

const Time = (description?: string) => ApiProperty({ type: String, format: 'date-time', description });
const MaybeTime = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });
const Maybe = (description?: string) => ApiProperty({ type: String, nullable: true, description });
const Open = (description: string, nullable = true) =>
  ApiProperty({ type: Object, additionalProperties: true, nullable, description });

@ApiSchema({ name: 'ReportedVerdict' })
export class ReportedVerdictView {
  @ApiProperty({ type: String }) result!: string;
  @ApiProperty({ type: String, example: 'default@1' }) policy!: string;
  @ApiProperty({ type: String, description: 'In plain words.' }) meaning!: string;
  @ApiProperty({ type: [String], description: 'Why, in plain words.' }) reasons!: readonly string[];
}

@ApiSchema({
  name: 'ReportedVerdictInForce',
  description: 'What a person put in place of the policy’s verdict.',
})
export class ReportedVerdictInForceView {
  @ApiProperty({ enum: VERDICTS }) result!: VerdictResult;
  @ApiProperty({ type: String, description: 'In plain words.' }) meaning!: string;
  @Time() since!: string;
}

@ApiSchema({ name: 'ReportedReview', description: 'That the verdict was contested, and what it came to.' })
export class ReportedReviewView {
  @Time() openedAt!: string;
  @Maybe('Why, in the words of whoever contested it.') reason!: string | null;
  @MaybeTime('null: it is open.') closedAt!: string | null;
  @ApiProperty({ enum: RESOLUTIONS, type: String, nullable: true }) resolution!: Resolution | null;
  @Maybe('Why, in the words of whoever closed it.') closingReason!: string | null;
}

@ApiSchema({ name: 'ReportedOverride', description: 'A person put a verdict in place of another.' })
export class ReportedOverrideView {
  @Time() at!: string;
  @ApiProperty({ enum: VERDICTS }) verdict!: VerdictResult;
  @ApiProperty({ enum: VERDICTS, description: 'What stood before.' }) previousVerdict!: VerdictResult;
  @ApiProperty({ type: String, description: 'The verdict in plain words.' }) meaning!: string;
  @Maybe('Why, in the words of whoever decided.') reason!: string | null;
}

@ApiSchema({ name: 'ReportedStep' })
export class ReportedStepView {
  @Time() at!: string;
  @ApiProperty({ type: String }) type!: string;
  @ApiProperty({ type: String, description: 'In plain words.' }) meaning!: string;
}

@ApiSchema({ name: 'ReportedConsent' })
export class ReportedConsentView {
  @Time() askedAt!: string;
  @MaybeTime() linkOpenedAt!: string | null;
  @MaybeTime('When the person came back from the operator.') answeredAt!: string | null;
  @Time() expiresAt!: string;
}

@ApiSchema({ name: 'ReportedReveal', description: 'Somebody saw the data in clear.' })
export class ReportedRevealView {
  @Time() at!: string;
  @ApiProperty({ type: String, description: 'What kind of user it was.' }) by!: string;
  @ApiProperty({ type: [String] }) fields!: readonly string[];
}

@ApiSchema({ name: 'ReportedRecipient' })
export class ReportedRecipientView {
  @ApiProperty({ type: String }) application!: string;
  @ApiProperty({ type: String, example: 'match.settled' }) type!: string;
  @ApiProperty({ type: String }) status!: string;
  @Time() at!: string;
}

@ApiSchema({ name: 'ReportedRetention' })
export class ReportedRetentionView {
  @ApiProperty({ enum: ['open', 'unruled', 'waiting', 'running', 'over'] }) state!: string;
  @MaybeTime() until!: string | null;
  @Maybe('Id of the rule.') ruleId!: string | null;
  @ApiProperty({ type: String, description: 'In plain words.' }) meaning!: string;
}

@ApiSchema({ name: 'ReportedMatch' })
export class ReportedMatchView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) application!: string;
  @Maybe() purpose!: string | null;
  @Maybe() reference!: string | null;
  @ApiProperty({ type: String }) status!: string;
  @ApiProperty({ type: String, description: 'In plain words.' }) meaning!: string;
  @ApiProperty({ type: String }) country!: string;
  @Maybe() operator!: string | null;
  @Time() createdAt!: string;
  @MaybeTime() settledAt!: string | null;
  @Open('What was claimed, in clear.') identity!: object | null;
  @Maybe('Where the browser was to go after consent.') returnUrl!: string | null;
  @Open('As the operator answered through DQE.') answer!: unknown;
  @Open('Similarity of each claimed field, 0 to 1.') scores!: object | null;
  @ApiProperty({ type: ReportedVerdictView, nullable: true }) verdict!: ReportedVerdictView | null;
  @ApiProperty({
    ...{ type: ReportedVerdictInForceView, nullable: true },
    description: 'What counts instead of `verdict`; null: that one does.',
  })
  verdictInForce!: ReportedVerdictInForceView | null;
  @ApiProperty({ type: [ReportedReviewView], description: 'When it was contested, oldest first.' })
  reviews!: readonly ReportedReviewView[];
  @ApiProperty({ type: [ReportedOverrideView], description: 'Oldest first: the last one counts.' })
  overrides!: readonly ReportedOverrideView[];
  @Maybe('Why there was no result.') error!: string | null;
  @ApiProperty({ type: ReportedConsentView, nullable: true }) consent!: ReportedConsentView | null;
  @ApiProperty({ type: [ReportedStepView] }) timeline!: readonly ReportedStepView[];
  @ApiProperty({ type: [ReportedRevealView] }) reveals!: readonly ReportedRevealView[];
  @ApiProperty({ type: [ReportedRecipientView], description: 'Whom it was told by webhook.' })
  told!: readonly ReportedRecipientView[];
  @ApiProperty({ type: ReportedRetentionView }) retention!: ReportedRetentionView;
}

@ApiSchema({ name: 'ReportedHold' })
export class ReportedHoldView {
  @Time() since!: string;
  @MaybeTime() until!: string | null;
  @Maybe('null: all matches.') matchId!: string | null;
  @Maybe() reason!: string | null;
}

@ApiSchema({ name: 'ReportedRelationship' })
export class ReportedRelationshipView {
  @Maybe('null: all.') application!: string | null;
  @MaybeTime('null: it goes on.') endedAt!: string | null;
}

@ApiSchema({ name: 'SubjectReport', description: 'All that is held on a number (GDPR Art. 15).' })
export class SubjectReportView {
  @ApiProperty({ enum: LANGUAGES }) language!: Language;
  @Time() generatedAt!: string;
  @ApiProperty({ type: String, example: '+33600001001' }) number!: string;
  @ApiProperty({ type: Boolean }) held!: boolean;
  @ApiProperty({ type: [ReportedMatchView], description: 'Oldest first.' })
  matches!: readonly ReportedMatchView[];
  @ApiProperty({ type: [ReportedRelationshipView] }) relationships!: readonly ReportedRelationshipView[];
  @ApiProperty({ type: [ReportedHoldView], description: 'Those that may be disclosed.' })
  holds!: readonly ReportedHoldView[];
}
