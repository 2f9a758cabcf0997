export const STATUSES = [
  ...(['requested', 'consent_pending', 'retrieving', 'scored'] as const),
  ...(['rejected', 'expired', 'unknown'] as const),
] as const;
export type MatchStatus = (typeof STATUSES)[number];

export const VERDICTS = ['match', 'partial', 'mismatch', 'insufficient'] as const;
export type VerdictResult = (typeof VERDICTS)[number];

export interface VerdictReason {
  readonly field: string;
  readonly finding: 'agrees' | 'close' | 'contradicts' | 'unavailable';
  readonly weight: 'decisive' | 'supporting';
  readonly score: number | null;
  readonly agreesFrom: number;
  readonly contradictsBelow: number;
}

export interface Scores {
  readonly familyName: number | null;
  readonly givenName: number | null;
  readonly gender: number | null;
  readonly birthDate: number | null;
  readonly email: number | null;
  readonly address: Readonly<Record<'country' | 'postalCode' | 'streetAddress' | 'locality', number | null>>;
}

/** A match as the service shows it: masked. */
export interface Match {
  readonly id: string;
  readonly status: MatchStatus;
  readonly number: string;
  readonly country: string;
  readonly operator: string | null;
  readonly scores: Scores | null;
  readonly verdict: {
    readonly result: VerdictResult;
    readonly policy: string;
    readonly reasons: readonly VerdictReason[];
  } | null;
  readonly consent: { readonly link: string; readonly expiresAt: string } | null;
  readonly error: {
    readonly id: string;
    readonly type: string;
    readonly retryable: boolean;
    readonly category: string;
  } | null;
  readonly reference: string | null;
  readonly review: {
    readonly state: 'open' | 'closed';
    readonly override: { readonly verdict: VerdictResult; readonly at: string } | null;
  } | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

export interface MatchEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly durationMs: number | null;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** The verdict that holds: a person's, where there is one. */
export const verdictThatHolds = ({ verdict, review }: Match): VerdictResult | null =>
  review?.override?.verdict ?? verdict?.result ?? null;

export const isMoving = ({ status }: Match) => status === 'requested' || status === 'retrieving';
