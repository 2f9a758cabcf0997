import type { MatchStatus, VerdictResult } from 'nestjs-dqe-idmobile';
import type { Percentiles } from './counts/latency-buckets.js';

/** What a row is about; only what was asked for is there. */
export interface RowKey {
  /** When its interval begins; null: the whole period. */
  readonly start: Date | null;
  readonly application?: string;
  readonly operator?: string | null;
  readonly country?: string;
  readonly purpose?: string | null;
}

export interface VolumeNumbers {
  readonly matches: number;
  readonly statuses: Readonly<Record<MatchStatus, number>>;
  readonly verdicts: Readonly<Record<VerdictResult, number>>;
  readonly contested: number;
  readonly overridden: number;
}

export interface ErrorNumbers {
  readonly errorId: string;
  readonly category: string | null;
  readonly matches: number;
}

export interface ConsentNumbers {
  readonly matches: number;
  readonly offered: number;
  readonly required: number;
  readonly opened: number;
  readonly returned: number;
  readonly agreed: number;
  readonly refused: number;
  readonly failed: number;
  readonly expired: number;
  readonly pending: number;
}

export interface AvailabilityNumbers {
  readonly available: number;
  readonly unavailable: number;
}

export interface FieldNumbers extends AvailabilityNumbers {
  readonly field: string;
  /** Millionths. */
  readonly total: number;
  readonly bands: readonly number[];
}

export type Row<Numbers> = RowKey & Numbers;
export type LatencyRow = Row<Percentiles>;

/** Of a whole; null where there is none. */
export const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1e6) / 1e6;

const ENDED = ['scored', 'rejected', 'expired', 'unknown'] as const satisfies readonly MatchStatus[];

/** Of the matches that have ended, how many were scored. */
export const successRateOf = ({ statuses }: VolumeNumbers): number | null =>
  shareOf(
    statuses.scored,
    ENDED.reduce((sum, status) => sum + statuses[status], 0),
  );

/**
 * How much similarities have shifted, as the population stability index of their bands: below 0.1 they have not, above
 * 0.25 they have. null where either has none.
 */
export function driftOf(now: FieldNumbers, then: FieldNumbers | undefined): number | null {
  if (then === undefined || now.available === 0 || then.available === 0) return null;
  // An empty band would make it infinite: each counts as half a match at least.
  const share = ({ bands, available }: FieldNumbers, band: number) =>
    Math.max(bands[band] ?? 0, 0.5) / available;
  const index = now.bands.reduce((sum, _count, band) => {
    const [p, q] = [share(now, band), share(then, band)];
    return sum + (p - q) * Math.log(p / q);
  }, 0);
  return Math.round(index * 1e4) / 1e4;
}

export const meanOf = ({ total, available }: FieldNumbers): number | null =>
  available === 0 ? null : Math.round(total / available) / 1e6;
