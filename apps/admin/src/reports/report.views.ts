import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { type MatchStatus, SCORE_FIELDS, type VerdictResult } from 'nestjs-dqe-idmobile';
import { ACTORS_OF_ERRORS, type ErrorActor } from './error-remedies.js';
import { INTERVALS, type Interval } from './report-period.js';
import { type Group, GROUPS } from './report.query.js';

const Count = (description?: string) => ApiProperty({ type: Number, ...(description && { description }) });
const Share = (description: string) =>
  ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 1, description });
const Milliseconds = () =>
  ApiProperty({ type: Number, nullable: true, description: 'Milliseconds; null: nothing was measured.' });
const When = (description: string) => ApiProperty({ type: String, format: 'date-time', description });
@ApiSchema({ name: 'StatusCounts' })
export class StatusCountsView implements Record<MatchStatus, number> {
  @Count() requested!: number;
  @Count() consent_pending!: number;
  @Count() retrieving!: number;
  @Count() scored!: number;
  @Count() rejected!: number;
  @Count() expired!: number;
  @Count() unknown!: number;
}

@ApiSchema({ name: 'VerdictCounts' })
export class VerdictCountsView implements Record<VerdictResult, number> {
  @Count() match!: number;
  @Count() partial!: number;
  @Count() mismatch!: number;
  @Count() insufficient!: number;
}

@ApiSchema({ name: 'ReportFilters', description: 'What was counted; null: all.' })
export class ReportFiltersView {
  @ApiProperty({ type: String, nullable: true }) application!: string | null;
  @ApiProperty({ type: String, nullable: true }) operator!: string | null;
  @ApiProperty({ type: String, nullable: true }) country!: string | null;
  @ApiProperty({ type: String, nullable: true }) purpose!: string | null;
}

export class ReportHeadView {
  @When('From the beginning of this hour.') from!: string;
  @When('Up to, and without, this hour.') to!: string;
  @When('As of when.') generatedAt!: string;
  @ApiProperty({ enum: INTERVALS }) interval!: Interval;
  @ApiProperty({ enum: GROUPS, isArray: true }) groupBy!: readonly Group[];
  @ApiProperty({ type: ReportFiltersView }) filters!: ReportFiltersView;
}

/** What a row is about. */
export class ReportRowView {
  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true },
    description: 'When its interval begins, UTC; null: the whole period.',
  })
  start!: string | null;
  @ApiPropertyOptional({ type: String, description: 'Where it is grouped by, as the three below.' })
  application?: string;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'null: DQE named none.' })
  operator?: string | null;
  @ApiPropertyOptional({ type: String }) country?: string;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'null: none was given.' })
  purpose?: string | null;
}

@ApiSchema({ name: 'VolumeRow' })
export class VolumeRowView extends ReportRowView {
  @Count() matches!: number;
  @ApiProperty({ type: StatusCountsView }) statuses!: StatusCountsView;
  @ApiProperty({ type: VerdictCountsView }) verdicts!: VerdictCountsView;
  @Share('Scored, of those that have ended.') successRate!: number | null;
  @Count('Verdicts that somebody contested.') contested!: number;
  @Count('Verdicts that a person put another in place of.') overridden!: number;
}

@ApiSchema({ name: 'VolumesReport' })
export class VolumesReportView extends ReportHeadView {
  @ApiProperty({ enum: ['volumes'] }) report!: 'volumes';
  @ApiProperty({ type: [VolumeRowView] }) rows!: readonly VolumeRowView[];
  @ApiProperty({ type: VolumeRowView }) total!: VolumeRowView;
}

@ApiSchema({
  name: 'LatencyRow',
  description: 'Until DQE answered: with scores, an error, or the operator’s page.',
})
export class LatencyRowView extends ReportRowView {
  @Count('Matches that DQE answered.') answered!: number;
  @Milliseconds() p50!: number | null;
  @Milliseconds() p95!: number | null;
  @Milliseconds() p99!: number | null;
}

@ApiSchema({ name: 'LatencyReport', description: 'From a histogram: up to a fifth off.' })
export class LatencyReportView extends ReportHeadView {
  @ApiProperty({ enum: ['latency'] }) report!: 'latency';
  @ApiProperty({ type: [LatencyRowView] }) rows!: readonly LatencyRowView[];
  @ApiProperty({ type: LatencyRowView }) total!: LatencyRowView;
}

@ApiSchema({ name: 'ErrorRow' })
export class ErrorRowView extends ReportRowView {
  @ApiProperty({ type: String, example: '13' }) errorId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'As of a match.' }) category!: string | null;
  @Count() matches!: number;
  @Share('Of all matches of the same row.') share!: number | null;
  @ApiProperty({ type: String, description: 'In plain words.' }) meaning!: string;
  @ApiProperty({ enum: ACTORS_OF_ERRORS, description: 'Who has to act.' }) who!: ErrorActor;
  @ApiProperty({ type: String, description: 'What to do about it.' }) remedy!: string;
}

@ApiSchema({ name: 'ErrorsReport', description: 'Most frequent first within an interval.' })
export class ErrorsReportView extends ReportHeadView {
  @ApiProperty({ enum: ['errors'] }) report!: 'errors';
  @ApiProperty({ type: [ErrorRowView] }) rows!: readonly ErrorRowView[];
}

@ApiSchema({ name: 'ConsentNumbers' })
export class ConsentNumbersView {
  @Count() matches!: number;
  @Count('A browser was at hand.') offered!: number;
  @Count('The operator wanted consent.') required!: number;
  @Count('Its page was opened through our link, or the browser came back.') opened!: number;
  @Count('The browser came back.') returned!: number;
  @Count('And there were scores.') agreed!: number;
  @Count('The customer refused, or gave up.') refused!: number;
  @Count('Something else stood against it.') failed!: number;
  @Count('Nobody came back in time.') expired!: number;
  @Count('Not over yet.') pending!: number;
}

@ApiSchema({ name: 'ConsentRow' })
export class ConsentRowView extends ReportRowView {
  @Count() matches!: number;
  @Count() offered!: number;
  @Count() required!: number;
  @Count() opened!: number;
  @Count() returned!: number;
  @Count() agreed!: number;
  @Count() refused!: number;
  @Count() failed!: number;
  @Count() expired!: number;
  @Count() pending!: number;
  @Share('Agreed, of those where consent was wanted.') agreedRate!: number | null;
}

@ApiSchema({ name: 'ConsentReport' })
export class ConsentReportView extends ReportHeadView {
  @ApiProperty({ enum: ['consent'] }) report!: 'consent';
  @ApiProperty({ type: [ConsentRowView] }) rows!: readonly ConsentRowView[];
  @ApiProperty({ type: ConsentRowView }) total!: ConsentRowView;
}

@ApiSchema({ name: 'OperatorRow' })
export class OperatorRowView extends ReportRowView {
  @Count() matches!: number;
  @ApiProperty({ type: StatusCountsView }) statuses!: StatusCountsView;
  @ApiProperty({ type: VerdictCountsView }) verdicts!: VerdictCountsView;
  @Share('Scored, of those that have ended.') successRate!: number | null;
  @Share('Of the similarities of scored matches, those that were not available.')
  unavailableRate!: number | null;
  @Milliseconds() p50!: number | null;
  @Milliseconds() p95!: number | null;
}

@ApiSchema({ name: 'OperatorsReport' })
export class OperatorsReportView extends ReportHeadView {
  @ApiProperty({ enum: ['operators'] }) report!: 'operators';
  @ApiProperty({ type: [OperatorRowView], description: 'operator is always there; null: DQE named none.' })
  rows!: readonly OperatorRowView[];
}

@ApiSchema({ name: 'FieldRow' })
export class FieldRowView extends ReportRowView {
  @ApiProperty({ type: String, enum: SCORE_FIELDS }) field!: string;
  @Count('Scored matches with a similarity.') available!: number;
  @Count('And without: the operator has nothing, or nothing was claimed.') unavailable!: number;
  @Share('Of the two.') unavailableRate!: number | null;
  @Share('Of the similarities.') mean!: number | null;
  @ApiProperty({ type: [Number], description: 'From 0, 0.1, … 0.9 on, and of exactly 1: eleven.' })
  bands!: readonly number[];
  @Share('Of the period before, as long; null where rows are by interval.') previousMean!: number | null;
  @ApiProperty({
    ...{ type: Number, nullable: true },
    description:
      'Population stability index against the period before: from 0.1 on the similarities have shifted, from 0.25 on much. null where there is nothing to compare with.',
  })
  drift!: number | null;
}

@ApiSchema({ name: 'FieldsReport' })
export class FieldsReportView extends ReportHeadView {
  @ApiProperty({ enum: ['fields'] }) report!: 'fields';
  @ApiProperty({ type: [FieldRowView] }) rows!: readonly FieldRowView[];
}

@ApiSchema({ name: 'AccessRow' })
export class AccessRowView {
  @ApiProperty({ enum: ['bootstrap', 'key', 'person', 'anonymous', 'service'] }) actorKind!: string;
  @ApiProperty({ type: String }) actorId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of a person or a key; null: neither, or gone.' })
  name!: string | null;
  @ApiProperty({ type: String, example: 'match.reveal' }) action!: string;
  @Count() allowed!: number;
  @Count() refused!: number;
  @Count() failed!: number;
  @When('Of the last one.') lastAt!: string;
}

@ApiSchema({ name: 'AccessesReport', description: 'Who saw personal data, or took matches out, how often.' })
export class AccessesReportView {
  @ApiProperty({ enum: ['accesses'] }) report!: 'accesses';
  @When('From the beginning of this hour.') from!: string;
  @When('Up to, and without, this hour.') to!: string;
  @When('As of when.') generatedAt!: string;
  @ApiProperty({ type: [AccessRowView] }) rows!: readonly AccessRowView[];
}

@ApiSchema({ name: 'LifecycleRow' })
export class LifecycleRowView {
  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true },
    description: 'When its interval begins, UTC; null: the whole period.',
  })
  start!: string | null;
  @Count('Matches that were purged, their time being over.') purged!: number;
  @Count('Purges.') purges!: number;
  @Count('Demands to erase that were carried out.') erased!: number;
  @Count('And that were refused.') refused!: number;
  @Count('And where nothing was held.') nothingHeld!: number;
  @Count('Legal holds that were placed.') holdsPlaced!: number;
  @Count('And released.') holdsReleased!: number;
}

@ApiSchema({ name: 'LifecycleReport', description: 'A key sees erasures and holds of its application.' })
export class LifecycleReportView {
  @ApiProperty({ enum: ['lifecycle'] }) report!: 'lifecycle';
  @When('From the beginning of this hour.') from!: string;
  @When('Up to, and without, this hour.') to!: string;
  @When('As of when.') generatedAt!: string;
  @ApiProperty({ enum: INTERVALS }) interval!: Interval;
  @ApiProperty({ type: [LifecycleRowView] }) rows!: readonly LifecycleRowView[];
  @ApiProperty({ type: LifecycleRowView }) total!: LifecycleRowView;
}

export type ReportView =
  | VolumesReportView
  | LatencyReportView
  | ErrorsReportView
  | ConsentReportView
  | OperatorsReportView
  | FieldsReportView
  | AccessesReportView
  | LifecycleReportView;
