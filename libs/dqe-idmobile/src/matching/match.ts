import type { ErrorCategory } from '../errors/error-category.js';
import type { Scores } from '../policy/scores.js';
import type { Verdict } from '../policy/evaluate.js';
import type { MatchStatus } from './match-state-machine.js';

/** Why a match ended without scores. */
export interface MatchError {
  /** DQE's `error_id` as it came, or the code of our own error, e.g. `DQE_TIMEOUT`. */
  readonly id: string;
  /** DQE's `error_type` as it came, or our own words. */
  readonly type: string;
  readonly retryable: boolean;
  readonly category: ErrorCategory;
}

/** Scores were had, and judged. */
export interface ScoredMatch {
  readonly outcome: 'scored';
  readonly matchId: string;
  /** The mobile operator, where DQE named it. */
  readonly operator: string | null;
  readonly scores: Scores;
  readonly verdict: Verdict;
}

/** The operator wants the customer's consent: send the customer's browser to `url` before `expiresAt`. */
export interface ConsentRequiredMatch {
  readonly outcome: 'consent_required';
  readonly matchId: string;
  readonly operator: string | null;
  readonly url: string;
  readonly expiresAt: Date;
}

/** DQE answered, and the answer is no. */
export interface RejectedMatch {
  readonly outcome: 'rejected';
  readonly matchId: string;
  readonly error: MatchError;
}

/** What `MatchingService.match` answers. "No match" is a verdict of `scored`, not a rejection. */
export type MatchResult = ScoredMatch | ConsentRequiredMatch | RejectedMatch;

/** The consent session ended before a result was there. */
export interface ExpiredMatch {
  readonly outcome: 'expired';
  readonly matchId: string;
}

/** The operator has not answered yet; the result is still being followed. */
export interface RetrievingMatch {
  readonly outcome: 'retrieving';
  readonly matchId: string;
}

/** The callback was not accepted, and changed nothing. */
export type RefusedCallback = UnknownCallback | LateCallback;

/** Its state is none of ours. */
export interface UnknownCallback {
  readonly outcome: 'refused';
  readonly reason: 'unknown_state';
  readonly matchId: null;
  readonly status: null;
  readonly returnUrl: null;
}

/** Its state was used before, or its session is over. Whoever brought it can be told what the first was told. */
export interface LateCallback {
  readonly outcome: 'refused';
  readonly reason: 'used_state' | 'expired_state';
  readonly matchId: string;
  /** How the match stands, as far as it is known. */
  readonly status: MatchStatus;
  readonly returnUrl: string | null;
}

/** What `MatchingService.complete` answers. `returnUrl` is where the caller wanted the browser back. */
export type CompletionResult =
  | ((ScoredMatch | RejectedMatch | ExpiredMatch | RetrievingMatch) & { readonly returnUrl: string | null })
  | RefusedCallback;

/** One line of a match's timeline. Holds no personal data, no token and no URL. */
export interface MatchEvent {
  readonly type: MatchEventType;
  readonly at: Date;
  /** How long the step took, in milliseconds, where it took time. */
  readonly durationMs: number | null;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

export type MatchEventType =
  | 'requested'
  | 'token'
  | 'sent'
  | 'answered'
  | 'consent_opened'
  | 'callback_received'
  | 'retrieved'
  | 'settled'
  /** An outcome came when the match had already ended otherwise; the first one stands. */
  | 'superseded';
