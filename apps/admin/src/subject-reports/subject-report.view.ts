import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { LANGUAGES, type Language } from '../documents/language.js';

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
