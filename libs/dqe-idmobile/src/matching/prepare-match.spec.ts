import 'reflect-metadata';

import { USER_INFO_KEYS } from '../client/wire-request.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { MatchRequest } from './match-request.js';
import { prepareMatch } from './prepare-match.js';
import { validateRequest } from './validate-request.js';

function prepare(request: Partial<MatchRequest>, more: Partial<DqeIdmobileOptions> = {}) {
  const options = resolveOptions({
    ...{ baseUrl: 'https://dqe.example', licence: 'L', clientSecret: 'S', partnerName: 'P' },
    ...more,
  });
  return prepareMatch(validateRequest({ number: '0612345678', identity: {}, ...request }, options), options);
}
const userInfos = (identity: MatchRequest['identity'], more: Partial<DqeIdmobileOptions> = {}) =>
  prepare({ identity }, more).wire.userInfos;

describe('the number on the wire', () => {
  it.each([
    ['0612345678', undefined, '0612345678', undefined],
    ['+33 6 12 34 56 78', undefined, '0612345678', undefined],
    ['0033612345678', 'FR', '0612345678', undefined],
    ['0470 00 00 01', 'BE', '+32470000001', 'BE'],
    ['+32470000001', undefined, '+32470000001', 'BE'],
    ['0692123456', 'RE', '+262692123456', 'RE'],
    ['0690000000', 'GP', '+590690000000', 'GP'],
    ['+447400123456', 'gb', '+447400123456', 'GB'],
  ])('of %s (%s) is %s, country %s', (number, country, written, wireCountry) => {
    const { wire } = prepare({ number, ...(country !== undefined && { country }) });
    expect({ number: wire.number, country: wire.country }).toEqual({ number: written, country: wireCountry });
  });

  it.each([
    ['auto', '0612345678', '0612345678'],
    ['national', '0612345678', '0612345678'],
    ['e164', '0612345678', '+33612345678'],
    ['auto', '+32470000001', '+32470000001'],
    ['national', '+32470000001', '0470000001'],
    ['e164', '+32470000001', '+32470000001'],
  ] as const)('with the format %s is for %s: %s', (numberFormat, number, written) => {
    expect(prepare({ number }, { numberFormat }).wire.number).toBe(written);
  });

  it('is stored as E.164 with its country, however it goes out', () => {
    expect(prepare({ number: '0612345678' }).number).toMatchObject({ e164: '+33612345678', country: 'FR' });
    expect(prepare({ number: '0690000000', country: 'GP' }).number).toMatchObject({
      ...{ e164: '+590690000000', country: 'GP' },
    });
  });
});

describe('user_infos', () => {
  it('always has its twelve keys, empty where unknown, but for the phone', () => {
    const infos = userInfos({});
    expect(Object.keys(infos)).toEqual([...USER_INFO_KEYS]);
    expect(infos).toEqual({
      ...Object.fromEntries(USER_INFO_KEYS.map((key) => [key, ''])),
      phone: '0612345678',
    });
  });

  it('says what the identity says', () => {
    const infos = userInfos({
      ...{
        firstName: 'Zoë',
        lastName: "D'Hérouville",
        maidenName: 'Weiß',
        birthDate: '1985-04-12',
        gender: 'F',
      },
      ...{
        email: 'zoe@example.com',
        phone: '01 23 45 67 89',
        streetNumber: '12 bis',
        streetAddress: 'Rue X',
      },
      ...{ postalCode: '75002', locality: 'Paris', country: 'France' },
    });
    expect(infos).toEqual({
      ...{
        firstname: 'Zoë',
        lastname: "D'Hérouville",
        maiden_name: 'Weiß',
        birthdate: '1985-04-12',
        gender: 'F',
      },
      ...{ email: 'zoe@example.com', phone: '01 23 45 67 89', number: '12 bis', street_address: 'Rue X' },
      ...{ postal_code: '75002', locality: 'Paris', country: 'France' },
    });
  });

  it.each([
    ['FR', 'en', 'France'],
    ['de', 'en', 'Germany'],
    ['DE', 'fr', 'Allemagne'],
    ['GB', 'en', 'United Kingdom'],
    ['BE', 'fr', 'Belgique'],
    ['Deutschland', 'fr', 'Deutschland'],
  ] as const)('writes the country %s in full (%s): %s', (country, countryNameLanguage, name) => {
    expect(userInfos({ country }, { countryNameLanguage }).country).toBe(name);
  });

  it('takes the number being checked for a phone where none is claimed, in the form it goes out', () => {
    expect(prepare({ number: '+32470000001' }).wire.userInfos.phone).toBe('+32470000001');
    expect(prepare({}, { numberFormat: 'e164' }).wire.userInfos.phone).toBe('+33612345678');
  });
});

describe('the identity that is stored', () => {
  it('holds what was claimed, and no empty field', () => {
    const { identity } = prepare({ identity: { firstName: 'Zoë', lastName: '', country: 'FR' } });
    expect(identity).toEqual({ firstName: 'Zoë', country: 'FR' });
    expect(Object.keys(identity)).toEqual(['firstName', 'country']);
  });
});
