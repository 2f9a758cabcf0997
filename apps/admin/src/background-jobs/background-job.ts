export const JOB_KINDS = [
  ...(['export', 'backtest', 'log_check', 'retention_run', 'key_rotation', 'scheduled_report'] as const),
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/**
 * - `failed`: was given up; of a check of the log: it has found something; of a scheduled report: the last try failed, and
 *   until it has ended it is tried again.
 * - `cancelled`: by somebody.
 */
export const JOB_STATES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Something the service does behind, on record in a table of its own. */
export interface BackgroundJob {
  /** UUIDv7. */
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  /** Of a back-test its policy, of a scheduled report its schedule; null: what the id says is all. */
  readonly about: string | null;
  /** null: nobody knows how much there is to do. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** A code: why it failed. */
  readonly failure: string | null;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface JobFilter {
  readonly kind?: JobKind | undefined;
  readonly state?: JobState | undefined;
  /** The application the reader is confined to; null for all. */
  readonly within: string | null;
}
