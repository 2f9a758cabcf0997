import type {
  ErrorCategory,
  MatchEventType,
  MatchChange,
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
  readonly consent: {
    /** Null where the customer has been erased. */
    readonly url: string | null;
    readonly link: string;
    readonly expiresAt: Date;
  } | null;
  readonly error: {
    readonly id: string;
    readonly type: string;
    readonly retryable: boolean;
    readonly category: ErrorCategory;
  } | null;
  readonly reference: string | null;
  readonly review: MatchReview | null;
  readonly erased: Erased | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** What is known of a match as it is opened. */
export type OpenedFacts = Pick<MatchRecord, 'id' | 'numberHint' | 'country' | 'reference' | 'createdAt'>;

/** A match that was opened and has ended, as the audit shows it from then on. */
export function endedRecordOf(
  opened: OpenedFacts,
  change: Extract<MatchChange, { readonly to: 'scored' | 'rejected' }>,
): MatchRecord {
  const ended = {
    ...opened,
    status: change.to,
    consent: null,
    review: null,
    erased: null,
    settledAt: change.at,
  };
  if (change.to === 'scored') {
    const { operator, scores } = change;
    const { result, policy, reasons } = change.verdict;
    return { ...ended, operator, scores, verdict: { result, policy, reasons }, error: null };
  }
  const { id, type, retryable, category } = change.error;
  return { ...ended, operator: null, scores: null, verdict: null, error: { id, type, retryable, category } };
}

/** That the person was erased: what was sealed of them opens to nobody any more, and is proved as before. */
export interface Erased {
  readonly at: Date;
  /** Of the erasure. */
  readonly certificateId: string;
}

/** That people look, or have looked, at the verdict. */
export interface MatchReview {
  /** Whether somebody still has to. */
  readonly state: 'open' | 'closed';
  /** What a person put in place of the policy's verdict, which stays as it was. */
  readonly override: { readonly verdict: VerdictResult; readonly at: Date } | null;
}

/** What a list is narrowed to by what people made of the verdict. */
export const REVIEW_FILTERS = ['open', 'overridden'] as const;
export type ReviewFilter = (typeof REVIEW_FILTERS)[number];

/** What happens at our own door, and what people make of a match. The library tells of the rest. */
type OwnEventType = 'consent_link_opened' | 'resealed' | 'contested' | 'overridden' | 'review_closed';

/** A record, so that none can be left out. */
const EVENT_TYPES: Readonly<Record<MatchEventType | OwnEventType, true>> = {
  ...({ requested: true, token: true, sent: true, answered: true } as const),
  ...({ consent_opened: true, consent_link_opened: true, callback_received: true, retrieved: true } as const),
  ...({ settled: true, superseded: true, resealed: true } as const),
  ...({ contested: true, overridden: true, review_closed: true } as const),
};

/** All that a timeline may hold. */
export const MATCH_EVENT_TYPES = Object.keys(EVENT_TYPES) as readonly (MatchEventType | OwnEventType)[];

export interface MatchEventRecord {
  readonly id: string;
  readonly type: MatchEventType | OwnEventType;
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
  /** As claimed; found whatever its case. */
  readonly email?: string;
  readonly errorId?: string;
  readonly application?: string;
  /** `open`: a case is. `overridden`: another verdict holds. */
  readonly review?: ReviewFilter;
}

/** What somebody may see of what they asked for. */
export interface ConfinedFilter extends MatchFilter {
  /** The application they are confined to; null for all. */
  readonly within: string | null;
}
