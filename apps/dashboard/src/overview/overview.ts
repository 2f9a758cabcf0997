/** As the service answers `reports/overview`. */
export interface Overview {
  readonly from: string;
  readonly to: string;
  readonly generatedAt: string;
  readonly interval: 'hour' | 'day';
  readonly total: Volumes;
  readonly before: {
    readonly matches: number;
    readonly successRate: number | null;
    readonly p95: number | null;
  };
  readonly latency: Times & { readonly answered: number };
  readonly series: readonly (Volumes & Times & { readonly start: string })[];
  readonly operators: readonly (Volumes & {
    readonly operator: string | null;
    readonly verdicts: Readonly<Record<Verdict, number>>;
    readonly unavailableRate: number | null;
    readonly p50: number | null;
    readonly p95: number | null;
  })[];
  readonly errors: readonly ErrorRow[];
  readonly consent: Readonly<Record<ConsentStep | 'failed' | 'pending', number>>;
  readonly dqe: {
    readonly breaker: 'closed' | 'half_open' | 'open' | 'off';
    readonly inFlight: number;
    readonly queued: number;
    readonly creditsExhausted: boolean;
  };
  readonly cases: { readonly contested: number; readonly probing: number };
  readonly evidence: {
    readonly size: number;
    readonly pending: number;
    readonly checkpointAt: string | null;
    readonly checkedAt: string | null;
    readonly result: 'ok' | 'failed' | null;
    readonly findings: number | null;
  } | null;
}

export const STATUSES = [
  ...(['scored', 'rejected', 'expired', 'unknown'] as const),
  ...(['requested', 'consent_pending', 'retrieving'] as const),
] as const;
export type Status = (typeof STATUSES)[number];

export const VERDICTS = ['match', 'partial', 'mismatch', 'insufficient'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const CONSENT_STEPS = [
  ...(['offered', 'required', 'opened', 'returned', 'agreed', 'refused', 'expired'] as const),
] as const;
export type ConsentStep = (typeof CONSENT_STEPS)[number];

export interface Volumes {
  readonly matches: number;
  readonly statuses: Readonly<Record<Status, number>>;
  readonly successRate: number | null;
  readonly verdicts?: Readonly<Record<Verdict, number>>;
}

export interface Times {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99?: number | null;
}

export interface ErrorRow {
  readonly errorId: string;
  readonly matches: number;
  readonly share: number | null;
  readonly meaning: string;
  readonly who: 'caller' | 'configuration' | 'developer' | 'nobody';
  readonly remedy: string;
}
