import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

/** Why a number cannot be matched: the error id of protocol.md §5. */
export type NumberProblem = '09' | '10' | '13';

const FRENCH = /^0[1-9]\d{8}$/;
const E164 = /^\+[1-9]\d{6,14}$/;

/** Whether a number has the form it is to be sent in: ten digits for France, E.164 with `country` for others. */
export function hasWireForm(number: string, country: string): boolean {
  return (country === 'FR' ? FRENCH : E164).test(number);
}

/**
 * What is wrong with a number nobody in the directory has: 10 it does not exist (or is of another country),
 * 09 it is not a mobile, 13 it could exist but no operator knows it.
 */
export function numberProblem(number: string, country: string): NumberProblem {
  const parsed = parsePhoneNumberFromString(number, country as CountryCode);
  if (!parsed?.isValid() || parsed.country !== country) return '10';
  const type = parsed.getType();
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' ? '13' : '09';
}
