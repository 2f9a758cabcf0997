/**
 * Where a match stands.
 *
 * - `requested`: recorded, before any byte left
 * - `consent_pending`: the customer is, or will be, on the operator's page
 * - `retrieving`: the customer came back; the result is being fetched
 * - `scored`, `rejected`: DQE's answer is known
 * - `expired`: the consent session ended without a result
 * - `unknown`: sent, and no answer was had; never repeated silently, because a match is billed
 */
export type MatchStatus =
  'requested' | 'consent_pending' | 'retrieving' | 'scored' | 'rejected' | 'expired' | 'unknown';

/** Every transition a match can make. What is not here does not happen. */
export const MATCH_TRANSITIONS: Readonly<Record<MatchStatus, readonly MatchStatus[]>> = Object.freeze({
  requested: ['scored', 'rejected', 'consent_pending', 'unknown'],
  consent_pending: ['retrieving', 'expired'],
  retrieving: ['scored', 'rejected', 'expired'],
  scored: [],
  rejected: [],
  expired: [],
  unknown: [],
});

export const MATCH_STATUSES = Object.keys(MATCH_TRANSITIONS) as readonly MatchStatus[];

/** Whether a match in this status has ended. */
export const isTerminal = (status: MatchStatus): boolean => MATCH_TRANSITIONS[status].length === 0;

/** Whether the declaration has an arrow between two statuses. */
export const canMove = (from: MatchStatus, to: MatchStatus): boolean => MATCH_TRANSITIONS[from].includes(to);
