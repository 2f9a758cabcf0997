import type { MatchStatus } from './match-state-machine.js';
import { withQuery } from './with-query.js';

/**
 * Where the customer's browser goes after the callback: the caller's page, told which match and how it stands, and
 * never a token. Its origin was checked when the match was made.
 *
 * @publicApi
 */
export const returnUrlWith = (
  returnUrl: string,
  { matchId, status }: { readonly matchId: string; readonly status: MatchStatus },
): string => withQuery(returnUrl, { matchId, status });
