import { Problem } from '../http/problem.js';
import { MOST_ROWS, TooManyRowsError } from './prisma-figures.js';

/** What errors of reports mean over HTTP; undefined where the error is none of them. */
export function problemOfReport(error: unknown): Problem | undefined {
  if (error instanceof TooManyRowsError) {
    return Problem.ofField(
      'groupBy',
      `makes more than ${MOST_ROWS} rows`,
      'Ask for a longer interval, a shorter period, or fewer groups.',
    );
  }
  return undefined;
}
