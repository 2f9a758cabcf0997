import { Problem } from '../http/problem.js';
import { type PasswordMistake, passwordMistake } from './password-rules.js';

const MISTAKES: Readonly<Record<PasswordMistake, string>> = {
  common: 'is one of those that are tried first',
  repeated: 'repeats a few characters',
  personal: 'is little more than your name or address',
};

/** @throws Problem 400 naming the field */
export function checkPassword(field: string, password: string, personal: readonly string[]): void {
  const mistake = passwordMistake(password, personal);
  if (mistake === null) return;
  throw Problem.ofField(
    field,
    MISTAKES[mistake],
    'Send another one; several unrelated words are a good one.',
  );
}

/** Only the first administrator has to say it. */
export function missingEmail(): never {
  throw Problem.ofField('email', 'is missing', 'Send the e-mail address you will sign in with.');
}
