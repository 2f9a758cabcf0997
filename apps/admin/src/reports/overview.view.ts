import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  ConsentRowView,
  ErrorRowView,
  LatencyRowView,
  OperatorRowView,
  StatusCountsView,
  VolumeRowView,
} from './report.views.js';
import { OVERVIEW_INTERVALS } from './report.query.js';

const When = (description: string, nullable = false) =>
  ApiProperty({ type: String, format: 'date-time', description, nullable });

@ApiSchema({ name: 'OverviewPoint' })
export class OverviewPointView {
  @When('When its interval begins, UTC.') start!: string;
  @ApiProperty({ type: Number }) matches!: number;
  @ApiProperty({ type: StatusCountsView }) statuses!: StatusCountsView;
  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 1 }) successRate!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Milliseconds.' }) p50!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p95!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p99!: number | null;
}

@ApiSchema({ name: 'OverviewDqe', description: 'As this process sees it.' })
export class OverviewDqeView {
  @ApiProperty({ enum: ['closed', 'half_open', 'open', 'off'] }) breaker!: string;
  @ApiProperty({ type: Number, description: 'Calls under way.' }) inFlight!: number;
  @ApiProperty({ type: Number, description: 'Calls that wait.' }) queued!: number;
  @ApiProperty({ type: Boolean, description: 'The last thing DQE said was that the credits are exhausted.' })
  creditsExhausted!: boolean;
}

@ApiSchema({ name: 'OverviewCases', description: 'Cases somebody has to decide, now.' })
export class OverviewCasesView {
  @ApiProperty({ type: Number }) contested!: number;
  @ApiProperty({ type: Number }) probing!: number;
}

@ApiSchema({ name: 'OverviewEvidence' })
export class OverviewEvidenceView {
  @ApiProperty({ type: Number, description: 'Events in the log.' }) size!: number;
  @ApiProperty({ type: Number, description: 'Events on record that are not in it yet.' }) pending!: number;
  @When('Of the last signed checkpoint; null: none yet.', true) checkpointAt!: string | null;
  @When('When the last verification of the whole log ended; null: none yet.', true) checkedAt!: string | null;
  @ApiProperty({ type: String, enum: ['ok', 'failed'], nullable: true }) result!: 'ok' | 'failed' | null;
  @ApiProperty({ type: Number, nullable: true }) findings!: number | null;
}

@ApiSchema({ name: 'OverviewBefore', description: 'The period before, as long.' })
export class OverviewBeforeView {
  @ApiProperty({ type: Number }) matches!: number;
  @ApiProperty({ type: Number, nullable: true }) successRate!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p95!: number | null;
}

@ApiSchema({ name: 'Overview' })
export class OverviewView {
  @When('From the beginning of this hour.') from!: string;
  @When('Up to, and without, this hour.') to!: string;
  @When('As of when.') generatedAt!: string;
  @ApiProperty({ enum: OVERVIEW_INTERVALS }) interval!: (typeof OVERVIEW_INTERVALS)[number];
  @ApiProperty({ type: String, nullable: true, description: 'null: all.' }) application!: string | null;
  @ApiProperty({ type: VolumeRowView }) total!: VolumeRowView;
  @ApiProperty({ type: OverviewBeforeView }) before!: OverviewBeforeView;
  @ApiProperty({ type: LatencyRowView }) latency!: LatencyRowView;
  @ApiProperty({ type: [OverviewPointView], description: 'Every interval of the period, in order.' })
  series!: readonly OverviewPointView[];
  @ApiProperty({ type: [OperatorRowView], description: 'Most matches first.' })
  operators!: readonly OperatorRowView[];
  @ApiProperty({ type: [ErrorRowView], description: 'Most frequent first.' })
  errors!: readonly ErrorRowView[];
  @ApiProperty({ type: ConsentRowView }) consent!: ConsentRowView;
  @ApiProperty({ type: OverviewDqeView }) dqe!: OverviewDqeView;
  @ApiProperty({ type: OverviewCasesView }) cases!: OverviewCasesView;
  @ApiProperty({ type: OverviewEvidenceView, nullable: true, description: 'null: for keys, who see no log.' })
  evidence!: OverviewEvidenceView | null;
}
