import { IDENTITY_KEYS, identityOf } from './identity.js';
import { readUserInfos } from './user-infos.js';

const identity = identityOf({ lastname: 'Martin', phone: '0600001001' });
const without = (key: string) => JSON.stringify({ ...identity, [key]: undefined });
const withOne = (values: object) => JSON.stringify({ ...identity, ...values });

describe('readUserInfos', () => {
  it('reads the twelve keys, empty ones included', () => {
    expect(readUserInfos(JSON.stringify(identity))).toEqual({ identity });
    expect(readUserInfos(JSON.stringify(identityOf({})))).toEqual({ identity: identityOf({}) });
  });

  it.each([
    ['missing altogether', undefined, '05'],
    ['empty', '', '05'],
    ['not JSON', '{', '06'],
    ['encoded twice', encodeURIComponent(JSON.stringify(identity)), '06'],
    ['a list', '[]', '06'],
    ['null', 'null', '06'],
    ['a key too many', withOne({ nickname: 'x' }), '06'],
    ['a number for a text', withOne({ postal_code: 75002 }), '06'],
    ['null for a text', withOne({ email: null }), '06'],
    ['a French date', withOne({ birthdate: '12/04/1985' }), '06'],
    ['a day that never was', withOne({ birthdate: '1985-02-30' }), '06'],
    ['another word for the gender', withOne({ gender: 'male' }), '06'],
    ['a country code', withOne({ country: 'FR' }), '06'],
    ['no phone', without('phone'), '07'],
  ])('refuses what is %s', (_what, text, errorId) => {
    expect(readUserInfos(text)).toEqual({ errorId });
  });

  it.each(IDENTITY_KEYS.filter((key) => key !== 'phone'))('wants %s to be there', (key) => {
    expect(readUserInfos(without(key))).toEqual({ errorId: '05' });
  });
});
