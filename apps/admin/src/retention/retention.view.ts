import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ActorView } from '../audit/access-event.view.js';
import {
  RETENTION_CLOCKS,
  RETENTION_GROUNDS,
  type RetentionClock,
  type RetentionGround,
  type RetentionRule,
} from './retention-rule.js';
import type { RetentionRun } from './retention-run.js';

const Time = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });
const Cursor = () =>
  ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' });

@ApiSchema({ name: 'RetentionRule' })
export class RetentionRuleView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null: all.' }) application!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'null: all.' }) purpose!: string | null;
  @ApiProperty({ enum: RETENTION_CLOCKS }) clock!: RetentionClock;
  @ApiProperty({ type: Number }) days!: number;
  @ApiProperty({ type: Boolean }) duty!: boolean;
  @ApiProperty({ enum: RETENTION_GROUNDS }) ground!: RetentionGround;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: ActorView }) createdBy!: ActorView;
  @Time('null: in force.') endedAt!: string | null;
  @ApiProperty({ type: ActorView, nullable: true }) endedBy!: ActorView | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The rule that took its place.' })
  supersededBy!: string | null;
}

@ApiSchema({ name: 'RetentionRulePage' })
export class RetentionRulePageView {
  @ApiProperty({ type: [RetentionRuleView], description: 'Newest first.' })
  items!: readonly RetentionRuleView[];
  @Cursor() nextCursor!: string | null;
}

@ApiSchema({ name: 'PurgedByRule' })
export class PurgedByRuleView {
  @ApiProperty({ format: 'uuid', type: String }) ruleId!: string;
  @ApiProperty({ type: Number }) purged!: number;
}

@ApiSchema({ name: 'RetentionReport', description: 'Of a dry run: what would have been.' })
export class RetentionReportView {
  @ApiProperty({ type: Number, description: 'Matches looked at.' }) examined!: number;
  @ApiProperty({ type: Number }) purged!: number;
  @ApiProperty({ type: [PurgedByRuleView] }) byRule!: readonly PurgedByRuleView[];
  @ApiProperty({ type: Number, description: 'Their time is over, and a legal hold stands.' }) held!: number;
  @ApiProperty({ type: Number, description: 'For the end of a relationship.' }) waiting!: number;
  @ApiProperty({ type: Number, description: 'Of whom nothing was left.' }) subjectsErased!: number;
}

@ApiSchema({ name: 'RetentionRun' })
export class RetentionRunView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ type: Boolean }) dryRun!: boolean;
  @ApiProperty({ enum: ['running', 'completed'] }) state!: RetentionRun['state'];
  @ApiProperty({ type: String, format: 'date-time', description: 'What is over is over by this time.' })
  startedAt!: string;
  @ApiProperty({ type: ActorView, nullable: true, description: 'null: by itself, at night.' })
  startedBy!: ActorView | null;
  @Time() endedAt!: string | null;
  @ApiProperty({ type: RetentionReportView }) report!: RetentionReportView;
}

@ApiSchema({ name: 'RetentionRunPage' })
export class RetentionRunPageView {
  @ApiProperty({ type: [RetentionRunView], description: 'Newest first.' })
  items!: readonly RetentionRunView[];
  @Cursor() nextCursor!: string | null;
}

export const ruleViewOf = ({ createdAt, endedAt, ...rule }: RetentionRule): RetentionRuleView => ({
  ...rule,
  createdAt: createdAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

export const runViewOf = ({ startedAt, endedAt, report, ...run }: RetentionRun): RetentionRunView => {
  const { byRule, ...counts } = report;
  return {
    ...run,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    report: {
      ...counts,
      byRule: Object.entries(byRule).map(([ruleId, purged]) => ({ ruleId, purged })),
    },
  };
};
