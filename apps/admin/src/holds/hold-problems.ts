import { Problem } from '../http/problem.js';
import {
  HeldMatchNotFoundError,
  HoldNotFoundError,
  HoldReleasedError,
  HoldUntilError,
} from './hold-errors.js';

/** What errors of holds mean over HTTP; undefined where the error is none of them. */
export function problemOfHoldError(error: unknown): Problem | undefined {
  if (error instanceof HoldNotFoundError) {
    return new Problem({ status: 404, code: 'hold_not_found', detail: 'There is no hold with this id.' });
  }
  if (error instanceof HeldMatchNotFoundError) {
    return new Problem({ status: 404, code: 'match_not_found', detail: 'There is no match with this id.' });
  }
  if (error instanceof HoldReleasedError) {
    return new Problem({
      ...{ status: 409, code: 'hold_released' },
      detail: 'This hold was released, and stays so. Make a new one.',
    });
  }
  if (error instanceof HoldUntilError) {
    return Problem.ofField(
      'until',
      'is not in the future',
      'Send a later time, or leave it out for a hold without end.',
    );
  }
  return undefined;
}
