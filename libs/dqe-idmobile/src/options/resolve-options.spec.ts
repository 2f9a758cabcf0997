import fc from 'fast-check';

import { DqeOptionsError } from '../errors/dqe-errors.js';
import { InMemoryMatchStore } from '../matching/in-memory-match-store.js';
import { DEFAULT_POLICY, type MatchPolicy } from '../policy/match-policy.js';
import { systemClock } from './clock.js';
import type { DqeIdmobileOptions } from './dqe-idmobile-options.js';
import { redirectUriOf, resolveOptions } from './resolve-options.js';

const MINIMUM: DqeIdmobileOptions = {
  baseUrl: 'https://dqe.example',
  licence: 'LICENCE',
  clientSecret: 'secret',
  partnerName: 'PARTNER',
};
const LONGEST_TIMER = 2 ** 31 - 1;

const resolve = (more: object = {}) => resolveOptions({ ...MINIMUM, ...more });

/** The error that options lead to. */
function refusal(options: unknown): DqeOptionsError {
  try {
    resolveOptions(options as DqeIdmobileOptions);
  } catch (error) {
    if (error instanceof DqeOptionsError) return error;
    throw error;
  }
  throw new Error('these options were accepted');
}
const refusedFields = (more: object) => refusal({ ...MINIMUM, ...more }).problems.map(({ field }) => field);

describe('the options', () => {
  it('need four values, and have a default for every other', () => {
    expect(resolve()).toEqual({
      ...MINIMUM,
      httpMethod: 'GET',
      tokenHttpMethod: 'GET',
      timeoutMs: 10_000,
      matchTimeoutMs: 30_000,
      defaultCountry: 'FR',
      numberFormat: 'auto',
      countryNameLanguage: 'en',
      freshTokenForConsent: true,
      retrievalToken: 'issued',
      tokenRenewalMarginMs: 30_000,
      pendingBackoffMs: { first: 250, longest: 5_000 },
      completeWaitMs: 10_000,
      recoverySweepMs: 5_000,
      maxAnswerBytes: 262_144,
      maxConnections: 64,
      store: expect.any(InMemoryMatchStore),
      policy: DEFAULT_POLICY,
      clock: systemClock,
      random: Math.random,
      retries: { attempts: 2, firstDelayMs: 200, longestDelayMs: 5_000, budgetRatio: 0.03, budgetBurst: 10 },
      circuitBreaker: {
        ...{ failureRatio: 0.5, lastCalls: 50, minimumCalls: 20 },
        ...{ halfOpenAfterMs: 5_000, longestOpenMs: 60_000 },
      },
      concurrency: { limit: 64, queue: 1_000 },
    });
  });

  it('are frozen', () => {
    expect(Object.isFrozen(resolve())).toBe(true);
  });

  it('are not those of another module: each has a store of its own', () => {
    expect(resolve().store).not.toBe(resolve().store);
  });

  it('take `undefined` as not given', () => {
    const given = { httpMethod: undefined, timeoutMs: undefined, policy: undefined, store: undefined };
    expect(resolve(given)).toMatchObject({ httpMethod: 'GET', timeoutMs: 10_000, policy: DEFAULT_POLICY });
  });

  it('do not take 0 or false as not given', () => {
    const given = { recoverySweepMs: 0, tokenRenewalMarginMs: 0, freshTokenForConsent: false };
    expect(resolve(given)).toMatchObject(given);
  });

  it('ask for the token as they ask for a match, unless told otherwise', () => {
    expect(resolve({ httpMethod: 'POST' }).tokenHttpMethod).toBe('POST');
    expect(resolve({ httpMethod: 'POST', tokenHttpMethod: 'GET' }).tokenHttpMethod).toBe('GET');
    expect(resolve({ tokenHttpMethod: 'POST' }).httpMethod).toBe('GET');
  });

  it('leave the object they were given alone', () => {
    const given = Object.freeze({ ...MINIMUM });
    resolveOptions(given);
    expect(given).toEqual(MINIMUM);
  });
});

describe('what is wrong with the options', () => {
  it('is told all at once, each with a remedy', () => {
    const error = refusal({ httpMethod: 'PUT', timeoutMs: -1, licence: ' ', retry: 3 });
    expect(error.problems).toEqual([
      { field: 'baseUrl', problem: 'missing', remedy: expect.stringContaining('https') },
      { field: 'licence', problem: 'not valid', remedy: 'give the licence code you have from DQE' },
      { field: 'clientSecret', problem: 'missing', remedy: expect.any(String) },
      { field: 'partnerName', problem: 'missing', remedy: expect.any(String) },
      { field: 'httpMethod', problem: 'not valid', remedy: "give 'GET' or 'POST'" },
      { field: 'timeoutMs', problem: 'not valid', remedy: expect.stringContaining('whole number') },
      { field: 'retry', problem: 'not an option', remedy: 'remove it or correct its name' },
    ]);
    for (const { field, remedy } of error.problems) {
      expect(error.message).toContain(`${field}: `);
      expect(error.message).toContain(remedy);
    }
    expect(error).toMatchObject({ code: 'DQE_OPTIONS_INVALID', category: 'configuration', retryable: false });
  });

  it('never shows the value', () => {
    const more = { licence: 7_777_777, clientSecret: '', baseUrl: 'ftp://user:hunter2@host' };
    const { message } = refusal({ ...MINIMUM, ...more });
    expect(message).not.toMatch(/7777777|hunter2|ftp/);
  });

  it.each([undefined, null, 'options', 1, true])('is that there are none: %p', (options) => {
    expect(refusal(options).problems).toEqual([
      { field: 'options', problem: 'missing', remedy: 'pass an options object' },
    ]);
  });

  it.each<[string, unknown[]]>([
    [
      'baseUrl',
      [
        '',
        'dqe.example',
        '/x',
        'ftp://dqe.example',
        'http://dqe.example',
        'http://10.0.0.1',
        'http://127.0.0.1.evil.example',
      ]
        .concat(
          'https://user@dqe.example',
          'https://user:pw@dqe.example',
          'https://dqe.example/?a=1',
          'https://dqe.example/#a',
        )
        .concat('http://localhost.evil.example', 'http://[::2]', 'http://notlocalhost'),
    ],
    ['licence', ['', ' ', 1, null, 'bro\ud800ken']],
    ['clientSecret', ['', '\t', {}, 'bro\udc00ken']],
    ['partnerName', ['', [], 'bro\ud800ken']],
    ['codeName', ['', null, 'bro\ud800ken']],
    ['httpMethod', ['get', 'PUT', ['GET'], null]],
    ['tokenHttpMethod', ['post', 1]],
    ['numberFormat', ['E164', 'international']],
    ['countryNameLanguage', ['de', 'EN']],
    ['retrievalToken', ['both', true]],
    ['freshTokenForConsent', ['true', 1, null]],
    ['defaultCountry', ['FRA', 'XX', 'France', '', 33]],
    ['redirectUri', ['/callback', 'javascript:alert(1)', 'https://u:p@host/', 1]],
    [
      'returnUrlOrigins',
      ['https://a.example', [1], ['a.example'], ['https://a.example/'], ['https://a.example/x'], ['*']],
    ],
    ['timeoutMs', [0, -1, 1.5, '1000', NaN, Infinity, LONGEST_TIMER + 1]],
    ['matchTimeoutMs', [0, LONGEST_TIMER + 1]],
    ['completeWaitMs', [0, LONGEST_TIMER + 1]],
    ['maxAnswerBytes', [0, '1']],
    ['maxConnections', [0, 0.5]],
    ['tokenRenewalMarginMs', [-1, '0']],
    ['recoverySweepMs', [-1, null, LONGEST_TIMER + 1]],
    [
      'pendingBackoffMs',
      [
        250,
        {},
        null,
        { first: 0, longest: 1 },
        { first: 2, longest: 1 },
        { first: 1, longest: LONGEST_TIMER + 1 },
      ],
    ],
    ['store', [null, {}, { open: () => 0 }, () => 0]],
    ['policy', [null, 'default', 1]],
    ['dispatcher', [{}, 'http://proxy.example', { dispatch: () => true }]],
    ['clock', [{}, { now: Date.now }]],
  ])('can be %s', (field, values) => {
    for (const value of values) {
      expect({ value, refused: refusedFields({ [field]: value }) }).toEqual({ value, refused: [field] });
    }
  });

  it('can be anything in the policy, by its path', () => {
    const fields = {
      familyName: { agreesFrom: 1.1, contradictsBelow: 0.5, weight: 'decisive' },
      email: { agreesFrom: 1, contradictsBelow: 0.5, weight: 'heavy' },
    };
    expect(refusedFields({ policy: { ...DEFAULT_POLICY, name: '', minimumDecisive: 1, fields } })).toEqual([
      ...['policy.name', 'policy.fields.familyName.agreesFrom', 'policy.fields.email.weight'],
    ]);
    expect(refusedFields({ policy: {} })).toEqual(['policy.name', 'policy.version', 'policy.fields']);
  });

  it.each(['__proto__x', 'toString', 'hasOwnProperty', 'isGlobal', 'baseURL'])(
    'can be the name %s',
    (name) => {
      expect(refusedFields({ [name]: 'x' })).toEqual([name]);
    },
  );

  it('is told for anything at all, and never by another exception', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (options) => {
        expect(() => refusal(options)).not.toThrow();
      }),
    );
  });

  it('is told for anything at all in place of one value', () => {
    const names = Object.keys(resolve());
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.anything(), (name, value) => {
        try {
          resolve({ [name]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(DqeOptionsError);
        }
      }),
    );
  });
});

describe('the base URL', () => {
  it.each([
    'http://localhost:3001',
    'http://sandbox.localhost:3001',
    'http://127.0.0.1',
    'http://127.1.2.3:80',
    'http://[::1]:3001',
  ])('may be http on this machine: %s', (baseUrl) => {
    expect(() => resolve({ baseUrl })).not.toThrow();
  });

  it.each([
    ['https://dqe.example/', 'https://dqe.example'],
    ['https://dqe.example///', 'https://dqe.example'],
    ['https://dqe.example/api/v2/', 'https://dqe.example/api/v2'],
    ['https://dqe.example:8443', 'https://dqe.example:8443'],
    ['  https://dqe.example/  ', 'https://dqe.example'],
    ['https://dqe.example/?', 'https://dqe.example'],
    ['https://dqe.example/#', 'https://dqe.example'],
    ['HTTPS://DQE.example', 'https://dqe.example'],
  ])('%s is %s', (given, meant) => {
    expect(resolve({ baseUrl: given }).baseUrl).toBe(meant);
  });
});

describe('an option that is only known later', () => {
  it('may be a function: the callback URL and the origins to return to', () => {
    const later = {
      redirectUri: () => 'https://a.example/cb',
      returnUrlOrigins: () => ['https://a.example'],
    };
    expect(resolve(later)).toMatchObject(later);
  });
});

describe('the default country', () => {
  it('may be written in small letters', () => {
    expect(resolve({ defaultCountry: 'be' }).defaultCountry).toBe('BE');
  });
});

describe('the callback URL', () => {
  const cb = 'https://www.partner.example/cb';

  it.each([`${cb}?state=mine`, `${cb}?a=1&token=x`, `${cb}?status=ok`, `${cb}#part`])(
    'may not be %s',
    (redirectUri) => {
      expect(refusedFields({ redirectUri })).toEqual(['redirectUri']);
    },
  );

  it('may come from a function, and is then checked when it is needed', () => {
    expect(redirectUriOf(resolve({ redirectUri: () => `${cb}?tenant=1` }))).toBe(`${cb}?tenant=1`);
    expect(() => redirectUriOf(resolve({ redirectUri: () => 'not a URL' }))).toThrow(DqeOptionsError);
  });
});

describe('the policy', () => {
  it('is a copy: what a verdict names cannot change under it', () => {
    const policy = { ...DEFAULT_POLICY, fields: { familyName: { ...DEFAULT_POLICY.fields.familyName! } } };
    const resolved = resolve({ policy: { ...policy, minimumDecisive: 1 } }).policy as MatchPolicy;
    policy.fields.familyName.agreesFrom = 0;
    expect(resolved.fields.familyName?.agreesFrom).toBe(0.85);
    expect(Object.isFrozen(resolved.fields)).toBe(true);
  });

  it('may come from a function, and is then checked when it is needed', () => {
    const source = () => DEFAULT_POLICY;
    expect(resolve({ policy: source }).policy).toBe(source);
  });
});
