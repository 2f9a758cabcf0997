import type { MatchStatus } from '../matching/match-state-machine.js';
import type { VerdictResult } from '../policy/evaluate.js';

/**
 * - `match.consent_required`: the customer has to go to the operator's page
 * - `match.settled`: the match is `scored`, `rejected` or `unknown`
 * - `match.expired`: the consent session ended without a result
 */
export type MatchNoticeType = 'match.settled' | 'match.consent_required' | 'match.expired';

/** What a handler is told of one transition of one match. Never holds personal data, a token or a URL. */
export interface MatchNotice {
  /** UUIDv7. The same each time the notice is delivered, so that a handler can tell a repetition. */
  readonly id: string;
  readonly type: MatchNoticeType;
  readonly matchId: string;
  /** When the match got its status. */
  readonly at: Date;
  /** The status it got. It may have moved on since. */
  readonly status: MatchStatus;
  /** Of a `scored` match. */
  readonly verdict: VerdictResult | null;
  /** Of a `rejected` or `unknown` match: DQE's `error_id`, or the code of our own error. */
  readonly errorId: string | null;
  /** The operator as DQE named it, where whoever settled the match knew it; a session that ran out does not. */
  readonly operator: string | null;
  /** When the consent session ends; of `match.consent_required` only. */
  readonly expiresAt: Date | null;
}

/** What `@OnMatchSettled()` and its like decorate. */
export type MatchNoticeHandler = (notice: MatchNotice) => void | Promise<void>;
