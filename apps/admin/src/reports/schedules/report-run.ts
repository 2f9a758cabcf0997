import type { Period } from '../counts/prisma-counted.js';

/**
 * Why a try came to nothing.
 * - `not_made`: the report could not be made, or not be kept.
 * - `file_not_written`: it is kept, but a file could not be put under DATA_DIR/reports.
 * - `not_announced`: all is there, but nobody could be told.
 */
export const RUN_FAILURES = ['not_made', 'file_not_written', 'not_announced'] as const;
export type RunFailure = (typeof RUN_FAILURES)[number];

/** A schedule's report on one period that has not ended. */
export interface ReportRun {
  readonly id: string;
  readonly scheduleId: string;
  readonly period: Period;
  /** Of the last try; null: none has failed. */
  readonly failure: RunFailure | null;
  readonly requestedAt: Date;
}
