import { Problem } from '../http/problem.js';
import {
  KeyApplicationError,
  KeyChangedError,
  KeyExpiryError,
  KeyGrantError,
  KeyNotActiveError,
  KeyNotFoundError,
} from './key-errors.js';

/** What errors of keys mean over HTTP; undefined where the error is none of them. */
export function problemOfKeyError(error: unknown): Problem | undefined {
  if (error instanceof KeyNotFoundError) {
    return new Problem({ status: 404, code: 'key_not_found', detail: 'There is no key with this id.' });
  }
  if (error instanceof KeyGrantError) {
    return new Problem({
      status: 403,
      code: 'scope_not_held',
      detail: `Nobody hands out what they do not have: ${error.missing.join(', ')}.`,
    });
  }
  if (error instanceof KeyApplicationError) {
    return new Problem({
      status: 403,
      code: 'other_application',
      detail: `A key manages keys of its own application only: ${error.application}.`,
    });
  }
  if (error instanceof KeyNotActiveError) {
    return new Problem({
      status: 409,
      code: 'key_not_active',
      detail: `This key is ${error.standing}, and stays so. Make a new one.`,
    });
  }
  if (error instanceof KeyChangedError) {
    return new Problem({
      status: 409,
      code: 'key_changed',
      detail: 'Somebody changed this key at the same time. Look at it, and try again.',
    });
  }
  if (error instanceof KeyExpiryError) {
    return Problem.ofField(
      'expiresAt',
      'is not in the future',
      'Send a later time, or null for a key without end.',
    );
  }
  return undefined;
}
