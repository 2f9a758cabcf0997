import type { Actor } from '../../access/principal.js';
import type { CheckFinding } from './check-finding.js';

/** A check, as it is kept. */
export interface LogCheckRecord {
  /** UUIDv7. */
  readonly id: string;
  readonly startedAt: Date;
  /** null: by itself, at night. */
  readonly startedBy: Actor | null;
  /** null: under way. */
  readonly endedAt: Date | null;
  /** Events of the log it has gone through; null: not begun. */
  readonly size: number | null;
  /** null: under way. */
  readonly result: 'ok' | 'failed' | null;
  /** The first of them. */
  readonly findings: readonly CheckFinding[];
  /** All of them. */
  readonly found: number;
}
