import { isUnavailable } from '@dqe-admin/database';
import { Problem } from '../http/problem.js';

/** Seconds after which it is worth coming back: the time a server takes to restart. */
const RETRY_AFTER = '5';

/** The database is away: nothing was begun that is not on record. */
export function problemOfDatabase(error: unknown): Problem | undefined {
  if (!isUnavailable(error)) return undefined;
  return new Problem({
    status: 503,
    code: 'database_unavailable',
    detail: 'The database does not answer. Try again in a moment.',
    headers: { 'retry-after': RETRY_AFTER },
    cause: error,
  });
}
