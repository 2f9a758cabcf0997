import { Problem } from '../http/problem.js';
import { ReasonNeededError, SettingsChangedError, SettingsConfinedError } from './settings-errors.js';

/** What errors of settings mean over HTTP; undefined where the error is none of them. */
export function problemOfSettingsError(error: unknown): Problem | undefined {
  if (error instanceof SettingsChangedError) {
    return new Problem({
      status: 409,
      code: 'settings_changed',
      detail: 'Somebody changed the settings at the same time. Look at them, and try again.',
    });
  }
  if (error instanceof SettingsConfinedError) {
    return new Problem({
      ...{ status: 403, code: 'other_application' },
      detail: 'Settings are of the whole service, and a key is of one application.',
    });
  }
  if (error instanceof ReasonNeededError) {
    return Problem.ofField(
      'reason',
      'is missing: this weakens a protection, and a second person has to approve it',
      'Say why, in 10 to 500 characters.',
    );
  }
  return undefined;
}
