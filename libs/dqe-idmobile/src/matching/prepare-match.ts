import { isISO31661Alpha2 } from 'class-validator';

import type { WireMatch } from '../client/wire-request.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import type { MatchIdentity } from './match-identity.js';
import type { ClaimedIdentity, MatchRequest } from './match-request.js';
import { type ParsedNumber, parseNumber, wireNumber } from './phone-number.js';

/** A validated request, in the words of the store and in the words of the wire. */
export interface PreparedMatch {
  readonly number: ParsedNumber;
  readonly identity: MatchIdentity;
  readonly wire: WireMatch;
}

export function prepareMatch(request: MatchRequest, options: ResolvedDqeIdmobileOptions): PreparedMatch {
  const number = parseNumber(request.number, (request.country ?? options.defaultCountry).toUpperCase());
  if (number === null) throw new Error('prepareMatch takes validated requests only');
  const identity = withoutAbsent(request.identity);
  const written = wireNumber(number, options.numberFormat);
  return {
    number,
    identity,
    wire: {
      number: written,
      // protocol.md §3: only for international matching.
      country: number.country === 'FR' ? undefined : number.country,
      codeName: request.codeName,
      userInfos: {
        street_address: identity.streetAddress ?? '',
        postal_code: identity.postalCode ?? '',
        locality: identity.locality ?? '',
        country: countryName(identity.country ?? '', options.countryNameLanguage),
        birthdate: identity.birthDate ?? '',
        email: identity.email ?? '',
        lastname: identity.lastName ?? '',
        maiden_name: identity.maidenName ?? '',
        gender: identity.gender ?? '',
        firstname: identity.firstName ?? '',
        // protocol.md §4: mandatory for SFR, so the number being checked stands in.
        phone: identity.phone ?? written,
        number: identity.streetNumber ?? '',
      },
    },
  };
}

const withoutAbsent = (identity: ClaimedIdentity): MatchIdentity =>
  Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== undefined));

const NAMES = {
  en: new Intl.DisplayNames('en', { type: 'region' }),
  fr: new Intl.DisplayNames('fr', { type: 'region' }),
};

/** protocol.md §4: the country's full name, not a code. */
function countryName(country: string, language: 'en' | 'fr'): string {
  return isISO31661Alpha2(country) ? (NAMES[language].of(country.toUpperCase()) ?? country) : country;
}
