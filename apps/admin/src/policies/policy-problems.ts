import { DqePolicyError } from 'nestjs-dqe-idmobile';
import { Problem } from '../http/problem.js';
import {
  PolicyChangedError,
  PolicyConfinedError,
  PolicyInForceError,
  PolicyNotFoundError,
} from './policy-errors.js';

/** What errors of policies mean over HTTP; undefined where the error is none of them. */
export function problemOfPolicyError(error: unknown): Problem | undefined {
  if (error instanceof PolicyNotFoundError) {
    return new Problem({
      ...{ status: 404, code: 'policy_not_found' },
      detail: 'There is no policy with this id.',
    });
  }
  if (error instanceof PolicyInForceError) {
    return new Problem({
      ...{ status: 409, code: 'policy_in_force' },
      detail: 'This policy is in force already.',
    });
  }
  if (error instanceof PolicyChangedError) {
    return new Problem({
      ...{ status: 409, code: 'policy_changed' },
      detail:
        'Somebody put another policy into force at the same time. Look at it, and at what would change, again.',
    });
  }
  if (error instanceof PolicyConfinedError) {
    return new Problem({
      ...{ status: 403, code: 'other_application' },
      detail: 'Policies are of the whole service, and a key is of one application.',
    });
  }
  if (error instanceof DqePolicyError) {
    return new Problem({
      ...{ status: 503, code: 'policy_unavailable', headers: { 'retry-after': '5' } },
      detail:
        'The policy in force could not be read. Nothing was sent to DQE, and nothing billed. Try again later.',
      cause: error,
    });
  }
  return undefined;
}
