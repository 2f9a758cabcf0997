import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ActorView } from '../audit/access-event.view.js';
import { APPROVAL_KINDS, type ApprovalKind } from './approval-kinds.js';
import {
  APPROVAL_STATUSES,
  type ApprovalPayload,
  type ApprovalRecord,
  type ApprovalStatus,
  statusOf,
} from './approval-record.js';

const Time = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

@ApiSchema({ name: 'ApprovalTarget' })
export class ApprovalTargetView {
  @ApiProperty({ type: String, example: 'match' }) type!: string;
  @ApiProperty({ type: String }) id!: string;
}

@ApiSchema({ name: 'Approval', description: 'A request for a second person, and what became of it.' })
export class ApprovalView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ enum: APPROVAL_KINDS }) kind!: ApprovalKind;
  @ApiProperty({ enum: APPROVAL_STATUSES, description: 'expired: before it was decided, or used.' })
  status!: ApprovalStatus;
  @ApiProperty({ type: ApprovalTargetView, description: 'What it is about.' }) target!: ApprovalTargetView;
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    description: 'What exactly is to be done.',
    example: { fields: ['number'] },
  })
  payload!: ApprovalPayload;
  @ApiProperty({ type: String, nullable: true, description: 'null once the person was erased.' })
  reason!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ type: ActorView }) requestedBy!: ActorView;
  @ApiProperty({ type: String, format: 'date-time', description: 'From then on, of no use.' })
  expiresAt!: string;
  @Time() decidedAt!: string | null;
  @ApiProperty({ type: ActorView, nullable: true }) decidedBy!: ActorView | null;
  @ApiProperty({ type: String, nullable: true }) decisionReason!: string | null;
  @Time('Each is good for once.') usedAt!: string | null;
}

@ApiSchema({ name: 'ApprovalPage' })
export class ApprovalPageView {
  @ApiProperty({ type: [ApprovalView], description: 'Newest first.' }) items!: readonly ApprovalView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

/** @param now milliseconds */
export function approvalViewOf(record: ApprovalRecord, now: number): ApprovalView {
  const { id, kind, target, payload, reason, requestedBy, decidedBy, decisionReason } = record;
  return {
    ...{ id, kind, status: statusOf(record, now), target, payload, reason },
    ...{ requestedAt: record.requestedAt.toISOString(), requestedBy },
    expiresAt: record.expiresAt.toISOString(),
    ...{ decidedAt: record.decidedAt?.toISOString() ?? null, decidedBy, decisionReason },
    usedAt: record.usedAt?.toISOString() ?? null,
  };
}
