import 'reflect-metadata';

import fc from 'fast-check';

import { DqeValidationError } from '../errors/dqe-errors.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { resolveOptions } from '../options/resolve-options.js';
import { MatchRequest } from './match-request.js';
import { validateRequest } from './validate-request.js';

const TODAY = Date.parse('2026-03-01T12:00:00Z');
const OPTIONS: DqeIdmobileOptions = {
  ...{ baseUrl: 'https://dqe.example', licence: 'L', clientSecret: 'S', partnerName: 'P' },
  clock: { now: () => TODAY, sleep: () => Promise.resolve() },
};
const NUMBER = '0612345678';

const validate = (input: unknown, more: Partial<DqeIdmobileOptions> = {}) =>
  validateRequest(input, resolveOptions({ ...OPTIONS, ...more }));

function refusal(input: unknown, more: Partial<DqeIdmobileOptions> = {}): DqeValidationError {
  try {
    validate(input, more);
  } catch (error) {
    if (error instanceof DqeValidationError) return error;
    throw error;
  }
  throw new Error('this request was accepted');
}
const refusedFields = (input: unknown, more: Partial<DqeIdmobileOptions> = {}) =>
  refusal(input, more).problems.map(({ field }) => field);
const refusedIdentity = (identity: object) => refusedFields({ number: NUMBER, identity });

describe('a match request', () => {
  it('needs a number and an identity, which may be empty', () => {
    expect(validate({ number: NUMBER, identity: {} })).toBeInstanceOf(MatchRequest);
  });

  it('may say everything', () => {
    const request = {
      ...{ number: NUMBER, country: 'FR', codeName: 'SHOP-1', purpose: 'account opening', reference: 'A-1' },
      identity: {
        ...{ firstName: 'Zoë', lastName: "D'Hérouville", maidenName: 'Müller-Weiß', birthDate: '1985-04-12' },
        ...{ gender: 'F', email: 'zoe+a@example.com', phone: '+33612345678', streetNumber: '12 bis' },
        ...{ streetAddress: 'Rue A&B = 100% #1', postalCode: '75002', locality: 'Paris', country: 'FR' },
      },
      consent: { returnUrl: 'https://www.partner.example/done?x=1' },
    };
    expect(structuredClone(validate(request))).toEqual(request);
  });

  it('may be an instance', () => {
    const request = Object.assign(new MatchRequest(), { number: NUMBER, identity: {} });
    expect(validate(request)).toMatchObject({ number: NUMBER });
  });

  it('is not changed by being read', () => {
    const request = Object.freeze({ number: NUMBER, identity: Object.freeze({ firstName: '' }) });
    validate(request);
    expect(request).toEqual({ number: NUMBER, identity: { firstName: '' } });
  });

  it.each(['', null, undefined])('takes %j as unknown, wherever a field may be left out', (nothing) => {
    const optional = ['firstName', 'lastName', 'maidenName', 'birthDate', 'gender', 'email', 'phone'].concat(
      'streetNumber',
      'streetAddress',
      'postalCode',
      'locality',
      'country',
    );
    const identity = Object.fromEntries(optional.map((field) => [field, nothing]));
    const more = { country: nothing, codeName: nothing, purpose: nothing, reference: nothing };
    const read = validate({ number: NUMBER, identity, consent: { returnUrl: nothing }, ...more });
    expect(Object.values(read.identity).every((value) => value === undefined)).toBe(true);
    for (const field of Object.keys(more)) expect(read[field as keyof MatchRequest]).toBeUndefined();
    expect(read.consent?.returnUrl).toBeUndefined();
  });

  it.each([null, undefined])('offers no consent with %j', (consent) => {
    expect(validate({ number: NUMBER, identity: {}, consent }).consent).toBeUndefined();
  });

  it('offers consent with an empty object', () => {
    expect(validate({ number: NUMBER, identity: {}, consent: {} }).consent).toBeDefined();
  });
});

describe('what is wrong with a request', () => {
  it('is told all at once, by path, with a remedy', () => {
    const request = {
      ...{ number: 'abc', country: 'France', nmuber: 1 },
      identity: { gender: 'X', birthDate: '12/04/1985', email: 'nobody', age: 3 },
      consent: { returnUrl: '/done' },
    };
    const { problems } = refusal(request);
    expect(problems.map(({ field }) => field).sort()).toEqual([
      ...['consent.returnUrl', 'country', 'identity.age', 'identity.birthDate', 'identity.email'],
      ...['identity.gender', 'nmuber', 'number'],
    ]);
    for (const { problem, remedy } of problems) {
      expect(problem).toMatch(/^(must|is) /);
      expect(remedy).toMatch(/^(e\.g\. |send|correct|remove)/);
    }
  });

  it.each<[string, unknown, string]>([
    ['no object', 'text', '(request)'],
    ['nothing', null, '(request)'],
    ['a list', [{ number: NUMBER, identity: {} }], '(request)'],
    ['no number', { identity: {} }, 'number'],
    ['an empty number', { number: '', identity: {} }, 'number'],
    ['a number that is one', { number: 33612345678, identity: {} }, 'number'],
    ['no identity', { number: NUMBER }, 'identity'],
    ['an identity of null', { number: NUMBER, identity: null }, 'identity'],
    ['an identity that is text', { number: NUMBER, identity: 'Martin' }, 'identity'],
    ['an identity that is a list', { number: NUMBER, identity: [] }, 'identity'],
    ['an identity inside a list', { number: NUMBER, identity: [{ firstName: 'A' }] }, 'identity'],
    ['consent that is a list', { number: NUMBER, identity: {}, consent: [] }, 'consent'],
    ['consent that is true', { number: NUMBER, identity: {}, consent: true }, 'consent'],
  ])('can be %s', (_what, request, field) => {
    expect(refusedFields(request)).toEqual([field]);
  });

  it.each<[string, unknown[]]>([
    [
      'firstName',
      [1, {}, [], true, 'x'.repeat(101), 'a\u0000b', 'a\nb', 'a\u2028b', '\ud83d', '\udc00x', ['A']],
    ],
    ['lastName', ['x'.repeat(101), 'a\tb', 0]],
    ['maidenName', ['x'.repeat(101), '\ud800']],
    [
      'birthDate',
      ['1985-4-12', '12/04/1985', '1985-02-30', '2026-03-02', '1899-12-31', '1985-04-12T00:00:00Z', 19850412],
    ],
    ['gender', ['m', 'X', 'male', 1, ['M']]],
    [
      'email',
      [
        'nobody',
        'a@b',
        'a b@example.com',
        '@example.com',
        1,
        `${'a'.repeat(250)}@example.com`,
        '\ud800@example.com',
        '"a\u0001b"@example.com',
      ],
    ],
    ['phone', ['12', 'abc', '+33', '+999123456789', 6, '0612345678 ext. 3']],
    ['streetNumber', ['x'.repeat(17), 12]],
    ['streetAddress', ['x'.repeat(201), 'a\u0085b']],
    ['postalCode', ['x'.repeat(17), 75002]],
    ['locality', ['x'.repeat(101), '\u0007']],
    ['country', ['FRA', 'XX', 'X', 33, 'x'.repeat(101)]],
  ])('can be identity.%s', (field, values) => {
    for (const value of values) {
      expect({ value, refused: refusedIdentity({ [field]: value }) }).toEqual({
        ...{ value, refused: [`identity.${field}`] },
      });
    }
  });

  it.each<[string, unknown[]]>([
    ['country', ['France', 'FRA', 'XX', 33]],
    ['codeName', ['x'.repeat(65), 1, 'a\u0000']],
    ['purpose', ['x'.repeat(201), {}, '\ud800']],
    ['reference', ['x'.repeat(201), [], '\n']],
  ])('can be %s', (field, values) => {
    for (const value of values) {
      const refused = refusedFields({ number: NUMBER, identity: {}, [field]: value });
      expect({ value, refused }).toEqual({ value, refused: [field] });
    }
  });

  it.each([
    'toString',
    'hasOwnProperty',
    'isPrototypeOf',
    '__defineGetter__',
    'constructor',
    '__proto__',
    'length',
  ])('can be a property called %s, which changes nothing', (name) => {
    const hostile = JSON.parse(`{"${name}":{"polluted":true}}`) as object;
    expect(refusedIdentity(hostile)).toEqual([`identity.${name}`]);
    const request = Object.defineProperties(
      {},
      {
        ...Object.getOwnPropertyDescriptors(hostile),
        ...Object.getOwnPropertyDescriptors({ number: NUMBER, identity: {} }),
      },
    );
    expect(refusedFields(request)).toEqual([name]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is told in our words: no value of the caller is in it', () => {
    const secret = 'Zz9CanaryValue';
    const identity = Object.fromEntries(
      ['birthDate', 'gender', 'email', 'phone', 'country'].map((field) => [field, `${secret}\u0000`]),
    );
    const request = {
      number: secret,
      country: secret,
      identity: { ...identity, firstName: secret.repeat(20), age: secret },
    };
    const error = refusal({ ...request, consent: { returnUrl: secret } });
    expect(error.problems).toHaveLength(10);
    expect(error.message + JSON.stringify(error)).not.toContain(secret);
  });

  it('names no property that is not a plain name, since the name is the caller’s too', () => {
    const name = 'Martin, Camille\n1985-04-12';
    const error = refusal({ number: NUMBER, identity: { [name]: 1, ['x'.repeat(10_000)]: 1 } });
    expect(error.message).not.toContain('Camille');
    expect(error.message.length).toBeLessThan(1_000);
  });
});

describe('a request of any kind', () => {
  it('is read or refused, and never leads to another exception', () => {
    const names = fc.oneof(
      fc.constantFrom(
        'number',
        'country',
        'identity',
        'consent',
        'purpose',
        'firstName',
        'email',
        'phone',
        'returnUrl',
      ),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'length'),
      fc.string(),
    );
    const anything = fc.anything({
      key: names,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
    });
    const near = fc.record(
      {
        number: fc.oneof(fc.constant(NUMBER), anything),
        identity: anything,
        consent: anything,
        country: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(anything, near), (input) => {
        try {
          expect(validate(input)).toBeInstanceOf(MatchRequest);
        } catch (error) {
          expect(error).toBeInstanceOf(DqeValidationError);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('may be nested however deep', () => {
    let deep: unknown = {};
    for (let i = 0; i < 100_000; i += 1) deep = i % 2 === 0 ? { deep } : [deep];
    expect(refusedFields({ number: NUMBER, identity: { deep } })).toEqual(['identity.deep']);
    expect(refusedIdentity({ firstName: deep })).toEqual(['identity.firstName']);
    expect(refusedFields({ number: deep, identity: {} })).toEqual(['number']);
  });

  it('may hold itself', () => {
    const identity: Record<string, unknown> = {};
    identity['self'] = identity;
    expect(refusedIdentity(identity)).toEqual(['identity.self']);
  });

  it('may be however large', () => {
    const huge = 'x'.repeat(5_000_000);
    expect(
      refusedFields({ number: huge, identity: { email: huge, phone: huge, birthDate: huge, country: huge } }),
    ).toHaveLength(5);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]));
    expect(refusal({ number: NUMBER, identity: wide }).message.length).toBeLessThan(10_000);
  });
});

describe('the number', () => {
  const accepted = (number: string, country?: string, more: Partial<DqeIdmobileOptions> = {}) => {
    try {
      validate({ number, identity: {}, ...(country !== undefined && { country }) }, more);
      return true;
    } catch (error) {
      if (error instanceof DqeValidationError) return false;
      throw error;
    }
  };

  it.each([
    ['0612345678', undefined],
    ['06 12 34 56 78', undefined],
    ['06.12.34.56.78', 'FR'],
    ['+33612345678', undefined],
    ['+33 6 12 34 56 78', 'FR'],
    ['0033612345678', 'FR'],
    ['0470000001', 'BE'],
    ['+32470000001', undefined],
    ['+32470000001', 'BE'],
    ['+32470000001', 'be'],
    ['0692123456', 'RE'],
    ['+262692123456', 'RE'],
    ['0690000000', 'GP'],
    ['07400 123456', 'GB'],
  ])('may be %s of %s', (number, country) => {
    expect(accepted(number, country)).toBe(true);
  });

  it.each([
    ['0612345678', 'BE'],
    ['+32470000001', 'FR'],
    ['+33612345678', 'BE'],
    ['061234567', undefined],
    ['06123456789', undefined],
    ['0012345678', undefined],
    ['call 0612345678 now', undefined],
    ['0612345678 ext. 12', undefined],
    ['+33612345678;ext=12', undefined],
    ['+', undefined],
    ['0'.repeat(33), undefined],
  ])('may not be %s of %s', (number, country) => {
    expect(accepted(number, country)).toBe(false);
  });

  it('is one of the default country where it names none', () => {
    expect(accepted('0470000001', undefined, { defaultCountry: 'BE' })).toBe(true);
    expect(accepted('0470000001', undefined, { defaultCountry: 'be' })).toBe(true);
    expect(accepted('0612345678', undefined, { defaultCountry: 'BE' })).toBe(false);
  });
});

describe('the return URL', () => {
  const ask = (returnUrl: unknown, returnUrlOrigins?: DqeIdmobileOptions['returnUrlOrigins']) => {
    const request = { number: NUMBER, identity: {}, consent: { returnUrl } };
    const options = returnUrlOrigins === undefined ? {} : { returnUrlOrigins };
    try {
      return validate(request, options).consent?.returnUrl;
    } catch (error) {
      return (error as DqeValidationError).problems.map(({ field }) => field);
    }
  };
  const REFUSED = ['consent.returnUrl'];

  it('may be any absolute http(s) URL', () => {
    for (const url of ['https://a.example/x?y=1#z', 'http://localhost:4200/']) expect(ask(url)).toBe(url);
  });

  it.each([
    '/done',
    'javascript:alert(1)',
    'data:text/html,x',
    '//a.example',
    'https://u:p@a.example/',
    1,
    `https://a.example/${'x'.repeat(2048)}`,
  ])('may not be %j', (url) => {
    expect(ask(url)).toEqual(REFUSED);
  });

  it('may only be of the origins that are allowed', () => {
    const origins = ['https://a.example', 'http://localhost:4200'];
    for (const given of [origins, () => origins]) {
      expect(ask('https://a.example/done', given)).toBe('https://a.example/done');
      expect(ask('https://A.example:443/done', given)).toBe('https://A.example:443/done');
      for (const url of [
        'https://a.example.evil.test/',
        'http://a.example/',
        'https://a.example:8443/',
        'https://evil.test/?https://a.example',
        'https:\\\\evil.test\\a.example',
      ]) {
        expect({ url, answer: ask(url, given) }).toEqual({ url, answer: REFUSED });
      }
    }
  });

  it('may be none at all where no origin is allowed', () => {
    expect(ask('https://a.example/', [])).toEqual(REFUSED);
  });
});
