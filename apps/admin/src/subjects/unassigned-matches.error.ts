import { Problem } from '../http/problem.js';

/** Nobody can say yet whose some matches are. */
export class UnassignedMatchesError extends Error {
  override readonly name = 'UnassignedMatchesError';
}

/** What it means over HTTP; undefined where the error is another. */
export const problemOfUnassigned = (error: unknown): Problem | undefined =>
  error instanceof UnassignedMatchesError
    ? new Problem({
        ...{ status: 503, code: 'matches_unassigned', headers: { 'retry-after': '60' } },
        detail:
          'Matches of an earlier release are not assigned to their persons yet, so nobody can say what is held on a number, or whose a match is. Try again in a few minutes.',
      })
    : undefined;
