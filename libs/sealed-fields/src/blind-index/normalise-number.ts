import { InputRefusedError } from '../errors/sealed-fields-errors.js';

/**
 * Takes E.164 as it is. Anything else is refused rather than guessed at: what `06 12 34 56 78` means depends on a country
 * that only the caller knows.
 * @throws InputRefusedError
 */
export function normaliseNumber(number: string): string {
  if (!/^\+[1-9]\d{1,14}$/.test(number)) {
    throw new InputRefusedError('number', 'it has to be in E.164, such as + and 2 to 15 digits');
  }
  return number;
}
