import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ActorView } from '../../audit/access-event.view.js';
import { type CheckFinding, FINDING_CODES, type FindingCode } from './check-finding.js';
import type { LogCheckRecord } from './log-check-record.js';

@ApiSchema({ name: 'EvidenceFinding', description: 'docs/evidence.md says what each code means.' })
export class CheckFindingView {
  @ApiProperty({ enum: FINDING_CODES }) code!: FindingCode;
  @ApiPropertyOptional({ type: Number, description: 'Of the event in the log, from 0.' }) index?: number;
  @ApiPropertyOptional({ type: String, format: 'uuid' }) eventId?: string;
  @ApiPropertyOptional({ type: Number, description: 'Of the checkpoint.' }) size?: number;
  @ApiPropertyOptional({ type: String, example: 'tile/0/000' }) tile?: string;
  @ApiPropertyOptional({ type: String, description: '`local`, or its number in EVIDENCE_MIRRORS.' })
  mirror?: string;
}

@ApiSchema({ name: 'EvidenceCheck' })
export class LogCheckView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ type: String, format: 'date-time' }) startedAt!: string;
  @ApiProperty({ type: ActorView, nullable: true, description: 'null: by itself, at night.' })
  startedBy!: ActorView | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: under way.' })
  endedAt!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Events of the log it has gone through.' })
  size!: number | null;
  @ApiProperty({ type: String, enum: ['ok', 'failed'], nullable: true, description: 'null: under way.' })
  result!: LogCheckRecord['result'];
  @ApiProperty({ type: [CheckFindingView], description: 'The first 100, of each code 25 at most.' })
  findings!: readonly CheckFinding[];
  @ApiProperty({ type: Number, description: 'All of them.' }) found!: number;
}

@ApiSchema({ name: 'EvidenceCheckPage' })
export class LogCheckPageView {
  @ApiProperty({ type: [LogCheckView], description: 'Newest first.' }) items!: readonly LogCheckView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

export const checkViewOf = ({ startedAt, endedAt, ...check }: LogCheckRecord): LogCheckView => ({
  ...check,
  startedAt: startedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});
