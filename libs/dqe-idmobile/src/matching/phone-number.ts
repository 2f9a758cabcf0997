import { type CountryCode, parsePhoneNumberWithError, type PhoneNumber } from 'libphonenumber-js/max';

import type { NumberFormat } from '../options/dqe-idmobile-options.js';

/** A valid number in the forms that are needed. */
export interface ParsedNumber {
  readonly e164: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Reads a number in international form, or in the national form of `country`. @returns null where it is none */
export function parseNumber(
  number: string,
  country: string,
): (ParsedNumber & { readonly national: string }) | null {
  const parsed = tryParse(number, country);
  if (parsed === null || !parsed.isValid() || parsed.ext !== undefined) return null;
  // Some numbers are valid in several countries of one calling code; they belong to the one that was named.
  const found = parsed.getPossibleCountries().includes(country as CountryCode) ? country : parsed.country;
  if (found === undefined) return null;
  return { e164: parsed.number, country: found, national: parsed.formatNational().replace(/\D/g, '') };
}

function tryParse(number: string, country: string): PhoneNumber | null {
  try {
    // `extract: false`: a number inside other text is a mistake, not a number.
    return parsePhoneNumberWithError(number, { defaultCountry: country as CountryCode, extract: false });
  } catch {
    return null;
  }
}

/** `number` as the wire wants it: national form for France, E.164 elsewhere, unless the option says otherwise. */
export function wireNumber(
  number: ParsedNumber & { readonly national: string },
  format: NumberFormat,
): string {
  const national = format === 'national' || (format === 'auto' && number.country === 'FR');
  return national ? number.national : number.e164;
}
