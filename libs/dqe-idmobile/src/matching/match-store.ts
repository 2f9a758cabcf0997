import type { AnswerJson } from '../client/answer-json.js';
import type { Scores } from '../policy/scores.js';
import type { Verdict } from '../policy/evaluate.js';
import type { MatchNotice, MatchNoticeType } from '../notices/match-notice.js';
import type { MatchError, MatchEvent } from './match.js';
import type { MatchStatus } from './match-state-machine.js';
import type { MatchIdentity } from './match-identity.js';

/** A match as it is recorded before anything is sent. Holds personal data: seal what you keep. */
export interface OpenedMatch {
  /** UUIDv7. */
  readonly id: string;
  readonly createdAt: Date;
  /** E.164. */
  readonly number: string;
  /** ISO 3166-1 alpha-2 country of the number. */
  readonly country: string;
  readonly identity: MatchIdentity;
  readonly codeName: string | null;
  readonly purpose: string | null;
  readonly reference: string | null;
  /** Whether the customer's browser can be sent to the operator. */
  readonly consentOffered: boolean;
  readonly returnUrl: string | null;
  readonly events: readonly MatchEvent[];
  /** Whatever the caller of `match()` passed along for the store; this library does not look at it. */
  readonly context: unknown;
}

/** A consent session as it is recorded. */
export interface OpenedConsent {
  /** SHA-256 of the state in our callback URL, hexadecimal. The state itself is never stored. */
  readonly stateHash: string;
  /** The session token. A secret: seal it, and drop it once the match has ended. */
  readonly token: string;
  /** SHA-256 of the session token, hexadecimal. Keep it when the token is gone: late callbacks are compared with it. */
  readonly tokenHash: string;
  /** The operator's page. */
  readonly url: string;
  readonly openedAt: Date;
  readonly expiresAt: Date;
}

/** One transition of one match, with the events that led to it. */
export type MatchChange = {
  readonly matchId: string;
  readonly from: MatchStatus;
  readonly at: Date;
  readonly events: readonly MatchEvent[];
  /** To be stored with the change, and handed out by `takeNotices`; `null` where nobody wants one. */
  readonly notice: MatchNotice | null;
  /** Whether a store that knows that nobody would do anything with the notice may leave it out. */
  readonly selective?: true;
} & (
  | {
      readonly to: 'scored';
      readonly operator: string | null;
      readonly scores: Scores;
      readonly verdict: Verdict;
      /** What DQE sent. Personal data, as the identity is: seal it. Tokens are taken out. `null` where it is not known. */
      readonly answer: AnswerJson | null;
    }
  | { readonly to: 'consent_pending'; readonly operator: string | null; readonly consent: OpenedConsent }
  | {
      readonly to: 'rejected';
      readonly error: MatchError;
      /** As for `scored`; `null` where DQE did not answer, or its answer was no refusal. */
      readonly answer: AnswerJson | null;
    }
  | { readonly to: 'unknown'; readonly error: MatchError }
  | { readonly to: 'expired' }
);

/** The end of a match that was turned away. */
export type RejectedChange = Extract<MatchChange, { readonly to: 'rejected' }>;

/** A change before it is known whether anybody wants to be told of it. */
export type UntoldChange = MatchChange extends infer Change
  ? Change extends MatchChange
    ? Omit<Change, 'notice' | 'selective'>
    : never
  : never;

/** A match whose result is being fetched: all that is needed to go on with it, also in another process. */
export interface ClaimedMatch {
  readonly matchId: string;
  readonly operator: string | null;
  readonly token: string;
  readonly expiresAt: Date;
  readonly returnUrl: string | null;
}

/** A match that was left behind, and what it needs. */
export type StrandedMatch =
  /** `requested`, and the process that sent it is gone: nobody knows whether it was answered. */
  | {
      readonly need: 'abandoned';
      readonly matchId: string;
      readonly createdAt: Date;
      /** `open` failed although it was carried out, so that `match()` never sent it: that much is certain. */
      readonly neverSent?: boolean;
    }
  /** In a consent session whose time is over. */
  | {
      readonly need: 'overdue';
      readonly matchId: string;
      readonly createdAt: Date;
      readonly status: 'consent_pending' | 'retrieving';
    }
  /** `retrieving` in a session that still lives, and the process that followed it is gone. */
  | { readonly need: 'interrupted'; readonly match: ClaimedMatch };

export type Claim =
  | { readonly claimed: true; readonly match: ClaimedMatch }
  /** No consent session has this state. */
  | { readonly claimed: false; readonly matchId: null }
  /** The state was used before, or its session has ended. */
  | {
      readonly claimed: false;
      readonly matchId: string;
      /** How the match stands now. */
      readonly status: MatchStatus;
      readonly returnUrl: string | null;
      /** As for the events of `claim`. */
      readonly tokenMatches: boolean | null;
    };

/**
 * Where matches are kept. Every method is atomic and durable when it resolves; each change is one conditional write,
 * so a replay or a race changes nothing.
 */
export interface MatchStore {
  /** Records a match as `requested`. Where it fails, nothing is sent; it may yet have been carried out: see `stranded`. */
  open(match: OpenedMatch): Promise<void>;
  /**
   * Records a match that is turned away before anything is sent: `open` and `advance` in one write, so that what is on
   * record at all has ended. It is refused for the same reasons as `open`. A store without it is asked for both.
   *
   * @param change from `requested`
   */
  openRejected?(match: OpenedMatch, change: RejectedChange): Promise<void>;
  /**
   * Moves a match from `from` to `to`, and stores its events and its notice along with that.
   * @returns false, and changes nothing, where it is not in `from` any more
   */
  advance(change: MatchChange): Promise<boolean>;
  /**
   * Moves the match with this state from `consent_pending` to `retrieving`, if its session has not expired at `at`.
   * Succeeds once per state, and only then adds the events. To the data of each it adds `tokenMatches`: whether
   * `tokenHash` is that of the session, or null where none was kept.
   *
   * @param tokenHash SHA-256 of the token the callback brought, hexadecimal, where it brought one
   */
  claim(stateHash: string, at: Date, events: readonly MatchEvent[], tokenHash?: string): Promise<Claim>;
  /** Adds events to a timeline and changes nothing else. */
  record(matchId: string, events: readonly MatchEvent[]): Promise<void>;
  /**
   * Finds matches that nobody will take further by themselves. One that is `interrupted` is handed to one caller only,
   * whose it is from then on. Bounded: the next call finds the rest.
   */
  stranded(at: Date): Promise<readonly StrandedMatch[]>;
  /**
   * Hands out notices of these types that are due, each to one caller only. One that is not dropped is due again 30 s
   * after it was handed out, then 60 s, and so on, doubling up to an hour.
   */
  takeNotices(limit: number, types: readonly MatchNoticeType[]): Promise<readonly MatchNotice[]>;
  /** Forgets a notice, because every handler has it. */
  dropNotice(id: string): Promise<void>;
}
