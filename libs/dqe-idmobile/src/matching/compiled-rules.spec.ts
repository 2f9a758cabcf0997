import 'reflect-metadata';

import fc from 'fast-check';

import { DqeValidationError } from '../errors/dqe-errors.js';
import { acceptedRequest } from './compiled-rules.js';
import { ClaimedIdentity, ConsentOffer, MatchRequest } from './match-request.js';
import { validateByDecorators } from './validate-request.js';
import { withSetting } from './validators.js';

const SETTING = {
  defaultCountry: 'FR',
  today: '2026-03-01',
  returnUrlOrigins: ['https://shop.example'],
};

/** What class-validator makes of a request: an instance, or null where it refuses. */
function byDecorators(input: object): MatchRequest | null {
  try {
    return withSetting(SETTING, () => validateByDecorators(input));
  } catch (error) {
    if (error instanceof DqeValidationError) return null;
    throw error;
  }
}
const compiled = (input: object) => withSetting(SETTING, () => acceptedRequest(input));

/** Mostly right, so that often all of it is; else what each rule is there for. */
const mostly = (right: fc.Arbitrary<unknown>, ...wrong: unknown[]) =>
  fc.oneof(
    { weight: 30, arbitrary: right },
    { weight: 2, arbitrary: fc.constantFrom<unknown>('', null, undefined) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(1, true, [], {}, [{}], () => 1, 'a\u0000', ...wrong) },
  );
const text = (max: number) => mostly(fc.string({ unit: 'grapheme', maxLength: max }), 'x'.repeat(max + 1));

const identities = fc.record(
  {
    ...{ firstName: text(100), lastName: text(100), maidenName: text(100), locality: text(100) },
    ...{ streetNumber: text(16), streetAddress: text(200), postalCode: text(16) },
    birthDate: mostly(fc.constantFrom('1985-04-12', '2026-03-01'), '1985-02-30', '2026-03-02', '12/04/1985'),
    gender: mostly(fc.constantFrom('M', 'F'), 'm', 'X'),
    email: mostly(fc.emailAddress(), 'nobody', `${'a'.repeat(250)}@example.com`),
    phone: mostly(fc.constantFrom('0612345678', '+32470000001'), '12', '0'.repeat(33)),
    country: mostly(fc.constantFrom('FR', 'Belgique', '日本'), 'XX', 'FRA'),
  },
  { requiredKeys: [] },
);
const documented = fc.record(
  {
    number: mostly(fc.constantFrom('0612345678', '+33 6 12 34 56 78', '0470000001'), 'abc', '0'.repeat(33)),
    country: mostly(fc.constantFrom('FR', 'fr', 'BE'), 'XX', 'France'),
    ...{ codeName: text(64), purpose: text(200), reference: text(200) },
    identity: mostly(identities, 'Martin'),
    consent: mostly(
      fc.record(
        {
          returnUrl: mostly(fc.constantFrom('https://shop.example/done'), '/done', 'https://evil.example/'),
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);
const requests = documented.chain((request) => fc.constantFrom(request, { ...request, surplus: 1 }));
const complete = fc
  .record({ number: fc.constant('0612345678'), identity: identities })
  .chain((least) => documented.map((more) => ({ ...more, ...least })));

const holdsFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && Object.values(value).some(holdsFunction));

describe('the compiled rules', () => {
  it('accept nothing that class-validator refuses, and make the same of what it accepts', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(requests, complete), (input) => {
        const [made, expected] = [compiled(input), byDecorators(input)];
        seen[made === null ? 'refused' : 'accepted'] += 1;
        // Functions, which no request holds, are left to class-validator, which makes objects of some.
        if (made !== null || !holdsFunction(input)) expect(made).toStrictEqual(expected);
      }),
      { numRuns: 1_000 },
    );
    // Neither side of it was left untried.
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(100);
  });

  it.each(['__proto__', 'constructor', 'toString', 'then'])('accept no property called %s', (name) => {
    const hostile = JSON.parse(`{"number":"0612345678","identity":{},"${name}":{"a":1}}`) as object;
    expect(compiled(hostile)).toBeNull();
    expect(byDecorators(hostile)).toBeNull();
  });

  it('make instances of the classes, however deep', () => {
    const request = compiled({ number: '0612345678', identity: { firstName: 'A' }, consent: {} });
    expect(request).toBeInstanceOf(MatchRequest);
    expect(request?.identity).toBeInstanceOf(ClaimedIdentity);
    expect(request?.consent).toBeInstanceOf(ConsentOffer);
  });
});
