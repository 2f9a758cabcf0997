import { Problem } from '../../http/problem.js';
import { CheckNotFoundError, LogConfinedError } from './log-check-errors.js';

/** What errors about the log as a whole mean over HTTP; undefined where the error is none of them. */
export function problemOfLogCheck(error: unknown): Problem | undefined {
  if (error instanceof LogConfinedError) {
    return new Problem({
      ...{ status: 403, code: 'other_application' },
      detail:
        'The log is of all applications, and a key sees its own only. A person or the bootstrap key can read and check it.',
    });
  }
  if (error instanceof CheckNotFoundError) {
    return new Problem({
      ...{ status: 404, code: 'evidence_check_not_found' },
      detail: 'There is no check with this id.',
    });
  }
  return undefined;
}
