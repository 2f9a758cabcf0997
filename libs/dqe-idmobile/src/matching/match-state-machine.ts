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

type Arrows = Readonly<Record<MatchStatus, Readonly<Partial<Record<MatchStatus, string>>>>>;

/** Every transition a match can make, and what causes it. What is not here does not happen. */
export const TRANSITION_CAUSES = Object.freeze<Arrows>({
  requested: {
    scored: 'scores',
    rejected: 'an error, or no useful answer',
    consent_pending: 'the operator wants consent',
    unknown: 'sent, and no answer',
  },
  consent_pending: {
    retrieving: 'the first callback',
    expired: 'nobody came back in time',
  },
  retrieving: {
    scored: 'scores',
    rejected: 'refused, or an error',
    expired: 'no result in time',
  },
  scored: {},
  rejected: {},
  expired: {},
  unknown: {},
});

export const MATCH_STATUSES = Object.keys(TRANSITION_CAUSES) as readonly MatchStatus[];

/** Every transition a match can make. */
export const MATCH_TRANSITIONS = Object.freeze(
  Object.fromEntries(
    Object.entries(TRANSITION_CAUSES).map(([from, causes]) => [from, Object.freeze(Object.keys(causes))]),
  ),
) as Readonly<Record<MatchStatus, readonly MatchStatus[]>>;

/** Whether a match in this status has ended. */
export const isTerminal = (status: MatchStatus): boolean => MATCH_TRANSITIONS[status].length === 0;

/** Whether the declaration has an arrow between two statuses. */
export const canMove = (from: MatchStatus, to: MatchStatus): boolean => MATCH_TRANSITIONS[from].includes(to);
