import type {
  ErrorCategory,
  MatchEventType,
  MatchStatus,
  Scores,
  VerdictReason,
  VerdictResult,
} from 'nestjs-dqe-idmobile';

/** A match as the audit shows it: masked, and without what is sealed. */
export interface MatchRecord {
  readonly id: string;
  readonly status: MatchStatus;
  /** The last two digits of the number. */
  readonly numberHint: string;
  readonly country: string;
  readonly operator: string | null;
  readonly scores: Scores | null;
  readonly verdict: {
    readonly result: VerdictResult;
    readonly policy: string;
    readonly reasons: readonly VerdictReason[];
  } | null;
  readonly consent: { readonly url: string; readonly link: string; readonly expiresAt: Date } | null;
  readonly error: {
    readonly id: string;
    readonly type: string;
    readonly retryable: boolean;
    readonly category: ErrorCategory;
  } | null;
  readonly reference: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

export interface MatchEventRecord {
  readonly id: string;
  /** What the library tells of a match, and what happens at our own door. */
  readonly type: MatchEventType | 'consent_link_opened';
  readonly at: Date;
  readonly durationMs: number | null;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a list is narrowed to; everything given has to hold. */
export interface MatchFilter {
  readonly status?: MatchStatus;
  readonly verdict?: VerdictResult;
  readonly operator?: string;
  readonly country?: string;
  /** Created at or after. */
  readonly from?: Date;
  /** Created before. */
  readonly to?: Date;
  readonly reference?: string;
  /** E.164. */
  readonly number?: string;
  readonly errorId?: string;
  readonly application?: string;
}

/** What somebody may see of what they asked for. */
export interface ConfinedFilter extends MatchFilter {
  /** The application they are confined to; null for all. */
  readonly within: string | null;
}
