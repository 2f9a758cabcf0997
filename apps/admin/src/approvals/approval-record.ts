import type { Actor } from '../access/principal.js';
import type { ApprovalKind } from './approval-kinds.js';

/**
 * - `pending`: nobody has decided.
 * - `approved`: may be used, once, by whoever asked.
 * - `refused`, `used`: over.
 * - `expired`: its time ran out before it was decided, or before it was used.
 */
export const APPROVAL_STATUSES = ['pending', 'approved', 'refused', 'expired', 'used'] as const;

export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** What exactly is to be approved: codes, counts and names of fields. Never anything that somebody typed. */
export type ApprovalPayload = Readonly<
  Record<string, string | number | boolean | null | readonly (string | number)[]>
>;

export interface ApprovalTarget {
  /** `match`, `subject`, `settings`, … */
  readonly type: string;
  /** An id of ours. */
  readonly id: string;
}

/** The times and decisions that tell where an approval stands. */
export interface ApprovalTerms {
  readonly expiresAt: Date;
  readonly decision: 'approved' | 'refused' | null;
  readonly usedAt: Date | null;
}

/** A request for a second person, and what became of it. */
export interface ApprovalRecord extends ApprovalTerms {
  /** UUIDv7. */
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly target: ApprovalTarget;
  /** What a key that asked is confined to; null where somebody asked who is not. */
  readonly application: string | null;
  /** Whom it is about; null where it is about nobody. */
  readonly subjectId: string | null;
  readonly payload: ApprovalPayload;
  /** null once the person it is about was erased. */
  readonly reason: string | null;
  readonly requestedAt: Date;
  readonly requestedBy: Actor;
  readonly decidedAt: Date | null;
  readonly decidedBy: Actor | null;
  readonly decisionReason: string | null;
}

/** @param now milliseconds */
export function statusOf({ decision, expiresAt, usedAt }: ApprovalTerms, now: number): ApprovalStatus {
  if (usedAt !== null) return 'used';
  if (decision === 'refused') return 'refused';
  if (expiresAt.getTime() <= now) return 'expired';
  return decision ?? 'pending';
}
