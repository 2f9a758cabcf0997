import { Problem } from '../http/problem.js';
import {
  PurgeConfinedError,
  RuleApplicationError,
  RuleChangedError,
  RuleEndedError,
  RuleNotFoundError,
  RunNotFoundError,
} from './retention-errors.js';

/** What errors of retention mean over HTTP; undefined where the error is none of them. */
export function problemOfRetentionError(error: unknown): Problem | undefined {
  if (error instanceof RuleNotFoundError) {
    return new Problem({
      ...{ status: 404, code: 'retention_rule_not_found' },
      detail: 'There is no retention rule with this id.',
    });
  }
  if (error instanceof RuleEndedError) {
    return new Problem({
      ...{ status: 409, code: 'retention_rule_ended' },
      detail: 'This rule has ended, and stays on record as it was. Make a new one.',
    });
  }
  if (error instanceof RuleChangedError) {
    return new Problem({
      ...{ status: 409, code: 'retention_rule_changed' },
      detail:
        'Somebody changed the rule for this application and purpose at the same time. Look at it, and try again.',
    });
  }
  if (error instanceof RuleApplicationError) {
    return new Problem({
      ...{ status: 403, code: 'other_application' },
      detail: `A key manages rules of its own application only: send application ${error.application}.`,
    });
  }
  if (error instanceof PurgeConfinedError) {
    return new Problem({
      ...{ status: 403, code: 'other_application' },
      detail:
        'A purge goes over all applications, and a key sees its own only. A person or the bootstrap key can start one.',
    });
  }
  if (error instanceof RunNotFoundError) {
    return new Problem({
      status: 404,
      code: 'retention_run_not_found',
      detail: 'There is no run with this id.',
    });
  }
  return undefined;
}
