import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { VerdictResult } from 'nestjs-dqe-idmobile';
import { ActorView } from '../../audit/access-event.view.js';
import { VERDICTS } from '../../matches/match.view.js';
import { BACKTEST_STATES, type BacktestRecord, type BacktestState } from './backtest-record.js';
import { type Cell, changedOf, type OperatorTally, OTHER_OPERATORS, SAMPLE } from './backtest-tally.js';

const Time = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

@ApiSchema({ name: 'BacktestProgress' })
export class BacktestProgressView {
  @ApiProperty({ type: Number, description: 'Matches that were judged.' }) done!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'How many there are; null before they were counted.',
  })
  total!: number | null;
}

@ApiSchema({ name: 'BacktestCell', description: 'Matches that are judged so, and would be judged so.' })
export class BacktestCellView {
  @ApiProperty({ enum: VERDICTS }) from!: VerdictResult;
  @ApiProperty({ enum: VERDICTS }) to!: VerdictResult;
  @ApiProperty({ type: Number }) count!: number;
  @ApiProperty({ type: [String], maxItems: SAMPLE, description: 'Ids of the newest of these matches.' })
  sample!: readonly string[];
}

@ApiSchema({ name: 'BacktestComparison' })
export class BacktestComparisonView {
  @ApiProperty({ type: Number, description: 'Matches whose verdict would be another.' }) changed!: number;
  @ApiProperty({ type: Number, minimum: 0, maximum: 1, description: 'Of all that were judged.' })
  share!: number;
  @ApiProperty({ type: [BacktestCellView], description: 'Cells that are not empty; by verdict.' })
  cells!: readonly BacktestCellView[];
}

@ApiSchema({ name: 'BacktestOperator' })
export class BacktestOperatorView {
  @ApiProperty({
    ...{ type: String, nullable: true },
    description: `null: DQE named none. ${OTHER_OPERATORS}: all beyond the first hundred.`,
  })
  operator!: string | null;
  @ApiProperty({ type: Number }) matches!: number;
  @ApiProperty({ type: Number, description: 'Whose verdict would be another than on record.' })
  changed!: number;
  @ApiProperty({ type: Number, description: 'Whose verdict would be another than by the policy in force.' })
  changedFromActive!: number;
}

@ApiSchema({ name: 'Backtest', description: 'A policy, tried on the stored scores of a period.' })
export class BacktestView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ format: 'uuid' }) policyId!: string;
  @ApiProperty({ format: 'uuid', description: 'The policy that was in force when it was asked for.' })
  activeId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null: all.' }) application!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) from!: string;
  @ApiProperty({ type: String, format: 'date-time' }) to!: string;
  @ApiProperty({ enum: BACKTEST_STATES }) state!: BacktestState;
  @ApiProperty({ type: BacktestProgressView }) progress!: BacktestProgressView;
  @ApiProperty({ type: Number, description: 'Matches that were judged so far.' }) matches!: number;
  @ApiProperty({ type: BacktestComparisonView, description: 'With the verdicts on record.' })
  record!: BacktestComparisonView;
  @ApiProperty({
    type: BacktestComparisonView,
    description: 'With what the policy in force makes of the same scores.',
  })
  active!: BacktestComparisonView;
  @ApiProperty({ type: [BacktestOperatorView], description: 'Most matches first.' })
  operators!: readonly BacktestOperatorView[];
  @ApiProperty({ type: String, nullable: true, description: 'A code: why it was given up.' }) failure!:
    string | null;
  @ApiProperty({ type: ActorView }) requestedBy!: ActorView;
  @ApiProperty({ type: String, format: 'date-time' }) requestedAt!: string;
  @Time() startedAt!: string | null;
  @Time() endedAt!: string | null;
}

@ApiSchema({ name: 'BacktestPage' })
export class BacktestPageView {
  @ApiProperty({ type: [BacktestView], description: 'Newest first.' }) items!: readonly BacktestView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

export function backtestViewOf(record: BacktestRecord): BacktestView {
  const { id, policyId, activeId, application, state, done, total, tally, failure, requestedBy } = record;
  return {
    ...{ id, policyId, activeId, application, from: record.from.toISOString(), to: record.to.toISOString() },
    ...{ state, progress: { done, total }, matches: tally.matches, failure, requestedBy },
    record: comparisonOf(tally.record, tally.matches),
    active: comparisonOf(tally.active, tally.matches),
    operators: [...tally.operators].sort(byMatches),
    requestedAt: record.requestedAt.toISOString(),
    startedAt: record.startedAt?.toISOString() ?? null,
    endedAt: record.endedAt?.toISOString() ?? null,
  };
}

function comparisonOf(cells: readonly Cell[], matches: number): BacktestComparisonView {
  const changed = changedOf(cells);
  return { changed, share: matches === 0 ? 0 : changed / matches, cells: [...cells].sort(byVerdicts) };
}

const byVerdicts = (a: Cell, b: Cell) =>
  VERDICTS.indexOf(a.from) - VERDICTS.indexOf(b.from) || VERDICTS.indexOf(a.to) - VERDICTS.indexOf(b.to);

const byMatches = (a: OperatorTally, b: OperatorTally) =>
  b.matches - a.matches || (a.operator ?? '').localeCompare(b.operator ?? '', 'en');
