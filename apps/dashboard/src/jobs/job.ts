export const JOB_KINDS = [
  ...(['export', 'backtest', 'log_check', 'retention_run', 'key_rotation', 'scheduled_report'] as const),
] as const;
export const JOB_STATES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;

/** Something the service does behind. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: (typeof JOB_STATES)[number];
  readonly about: string | null;
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** A code. */
  readonly failure: string | null;
  readonly requestedAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}
