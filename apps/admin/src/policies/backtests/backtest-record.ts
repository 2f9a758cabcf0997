import type { Actor } from '../../access/principal.js';
import type { BacktestTally } from './backtest-tally.js';

export const BACKTEST_STATES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type BacktestState = (typeof BACKTEST_STATES)[number];

/** A policy that is tried on the stored scores of a period, and what came of it. */
export interface BacktestRecord {
  /** UUIDv7. */
  readonly id: string;
  readonly policyId: string;
  /** In force when it was asked for: what it is compared with, beside the verdicts on record. */
  readonly activeId: string;
  /** The matches of this application; null: of all. */
  readonly application: string | null;
  /** Created at or after, and before. */
  readonly from: Date;
  readonly to: Date;
  readonly state: BacktestState;
  /** How many matches there are; null before they were counted. */
  readonly total: number | null;
  readonly done: number;
  /** The oldest match that was counted; null: none yet. */
  readonly cursor: string | null;
  readonly tally: BacktestTally;
  /** A code: why it was given up. */
  readonly failure: string | null;
  readonly requestedAt: Date;
  readonly requestedBy: Actor;
  /** Of who asked. */
  readonly requesterApplication: string;
  readonly requestId: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** How many back-tests may be under way at a time. */
export interface BacktestRoom {
  readonly inAll: number;
  /** Asked for by one application, so that it leaves room for others. */
  readonly ofOne: number;
}
export const BACKTEST_ROOM: BacktestRoom = { inAll: 4, ofOne: 2 };
