import { jest } from '@jest/globals';
import { Agent } from 'undici';

import { type Bench, startBench } from '../../../../test/support/idmobile-app.js';
import { DQE_ERROR_IDS } from '../errors/dqe-error-ids.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { SANDBOX_NUMBERS, SANDBOX_SUBSCRIBERS, sandboxErrorNumber } from '../testing/index.js';

const CAMILLE = {
  number: '0600001001',
  identity: {
    ...{ firstName: 'Camille', lastName: 'Martin', birthDate: '1985-04-12', gender: 'F' as const },
    ...{ email: 'camille.martin@example.com', streetNumber: '12', streetAddress: 'Rue de la Paix' },
    ...{ postalCode: '75002', locality: 'Paris', country: 'FR' },
  },
};
const ESSAI = { firstName: 'Camille', lastName: 'Essai', birthDate: '1980-01-15' };

let bench: Bench;
const start = async (...args: Parameters<typeof startBench>) => (bench = await startBench(...args));
afterEach(() => bench.close());

const only = () => bench.sandbox.requests.filter(({ path }) => path === '/IDMOBILE/');

describe.each(['GET', 'POST'] as const)('a match by %s', (httpMethod) => {
  describe.each(['GET', 'POST'] as const)('with its token by %s', (tokenHttpMethod) => {
    it.each(['plain', 'status'] as const)(
      'and a token answer of the shape %s, is scored',
      async (tokenShape) => {
        await start({ httpMethod, tokenHttpMethod }, { tokenShape });
        const result = await bench.matching.match(CAMILLE);
        const all = { familyName: 1, givenName: 1, birthDate: 1, gender: 1, email: 1 };
        expect(result).toMatchObject({
          outcome: 'scored',
          scores: { ...all, address: { country: 1, postalCode: 1, streetAddress: 1, locality: 1 } },
          verdict: { result: 'match', policy: 'default@1' },
        });
        const calls = bench.sandbox.requests.map(({ path, method }) => [path, method]);
        expect(calls).toEqual([
          ['/ACCESS_TOKEN/', tokenHttpMethod],
          ['/IDMOBILE/', httpMethod],
        ]);
      },
    );

    it.each(['json', 'http400'] as const)('and refused as %s, ends', async (tokenErrors) => {
      await start({ httpMethod, tokenHttpMethod, clientSecret: 'wrong' }, { tokenErrors });
      const asked = bench.matching.match(CAMILLE);
      if (tokenErrors === 'json') {
        await expect(asked).resolves.toMatchObject({
          outcome: 'rejected',
          error: { id: '03', category: 'configuration', retryable: false },
        });
      } else {
        await expect(asked).rejects.toMatchObject({ code: 'DQE_TOKEN_REFUSED', category: 'configuration' });
      }
      expect(bench.sandbox.counts['/IDMOBILE/']).toBe(0);
    });
  });
});

describe('a match', () => {
  it.each(['01', '22', '31', '98', '77'])('ends with error %s of the token call', async (id) => {
    await start({ clientSecret: `error-${id}` });
    expect(await bench.matching.match(CAMILLE)).toMatchObject({ outcome: 'rejected', error: { id } });
  });

  it('that differs is a verdict, not a rejection', async () => {
    await start();
    const identity = { ...CAMILLE.identity, birthDate: '1999-09-09', lastName: 'Quelqu’un' };
    expect(await bench.matching.match({ ...CAMILLE, identity })).toMatchObject({
      ...{ outcome: 'scored', verdict: { result: 'mismatch' } },
    });
  });

  it('leaves a timeline and its outcome in the store', async () => {
    await start();
    const { matchId } = await bench.matching.match({ ...CAMILLE, reference: 'A-1' }, { tenant: 7 });
    const stored = bench.store.get(matchId);
    expect(stored).toMatchObject({
      status: 'scored',
      opened: { number: '+33600001001', country: 'FR', reference: 'A-1', context: { tenant: 7 } },
    });
    expect(stored?.events.map(({ type }) => type)).toEqual(
      'requested token sent answered settled'.split(' '),
    );
  });

  it.each(
    SANDBOX_SUBSCRIBERS.filter(({ consent }) => !consent).map(
      (one) => [one.number, one.country, one] as const,
    ),
  )(
    'of %s (%s) with what is true is a match, or as much as the operator knows',
    async (number, country, { identity: known }) => {
      await start();
      const identity = {
        ...{ firstName: known.firstname, lastName: known.lastname, maidenName: known.maiden_name },
        ...{ birthDate: known.birthdate, gender: known.gender as 'F', email: known.email },
        ...{ streetNumber: known.number, streetAddress: known.street_address, country: known.country },
        ...{ postalCode: known.postal_code, locality: known.locality },
      };
      const result = await bench.matching.match({ number, country, identity });
      expect(result).toMatchObject({ outcome: 'scored', scores: { familyName: 1, givenName: 1 } });
      expect(result).toMatchObject({ verdict: { result: 'match' } });
      const [sent] = only();
      expect(sent?.params).toMatchObject({ number });
      expect(sent?.params['country']).toBe(country === 'FR' ? undefined : country);
    },
  );

  it.each([...Object.keys(DQE_ERROR_IDS), '08', '77'].filter((id) => id !== '30'))(
    'answered with error %s is rejected, and says so',
    async (id) => {
      await start();
      const result = await bench.matching.match({ number: sandboxErrorNumber(id), identity: ESSAI });
      const category = DQE_ERROR_IDS[id]?.category ?? 'protocol';
      expect(result).toMatchObject({
        outcome: 'rejected',
        error: { id, category, retryable: category === 'temporary', type: expect.stringMatching(/./) },
      });
      expect(bench.store.get(result.matchId)).toMatchObject({ status: 'rejected' });
      expect(only()).toHaveLength(1);
    },
  );

  it('understands an error id that is a number', async () => {
    await start();
    expect(
      await bench.matching.match({ number: SANDBOX_NUMBERS.numericErrorId, identity: ESSAI }),
    ).toMatchObject({
      error: { id: '13', category: 'not_covered' },
    });
  });

  it.each([
    ['numericStrings', { familyName: 1, birthDate: 1 }, 'match'],
    ['nothingAvailable', { familyName: null, birthDate: null, gender: null }, 'insufficient'],
    ['nullScores', { familyName: null, email: null }, 'insufficient'],
    ['documentedExample', { familyName: 1, gender: null, email: 1 }, 'match'],
    ['missingKeys', { familyName: 1, givenName: null }, 'insufficient'],
    ['jsonAsHtml', { familyName: 1 }, 'match'],
  ] as const)('reads the answer %s', async (name, scores, result) => {
    await start();
    const { number, identity } = { number: SANDBOX_NUMBERS[name], identity: ESSAI };
    expect(await bench.matching.match({ number, identity })).toMatchObject({ scores, verdict: { result } });
  });

  it('asks for consent that was not offered: rejected, with how to go on', async () => {
    await start({ freshTokenForConsent: true });
    // The sandbox answers 01 without redirect_uri.
    expect(await bench.matching.match({ number: '0600001003', identity: {} })).toMatchObject({
      outcome: 'rejected',
      error: { id: '01' },
    });
  });

  it('with consent needs a callback URL, or nothing is stored and sent', async () => {
    await start({ redirectUri: undefined });
    await expect(bench.matching.match({ ...CAMILLE, consent: {} })).rejects.toMatchObject({
      code: 'DQE_CONSENT_NOT_CONFIGURED',
    });
    expect(bench.sandbox.requests).toHaveLength(0);
  });

  it('that is not valid is neither stored nor sent', async () => {
    const open = jest.fn(() => Promise.resolve());
    await start();
    Object.assign(bench.store, { open });
    await expect(bench.matching.match({ number: 'x', identity: {} })).rejects.toMatchObject({
      ...{ code: 'DQE_INPUT_INVALID', problems: [{ field: 'number' }] },
    });
    expect(open).not.toHaveBeenCalled();
    expect(bench.sandbox.requests).toHaveLength(0);
  });

  it('goes through a dispatcher of the user’s, which the user closes', async () => {
    const dispatcher = new Agent({ connections: 1 });
    let dispatched = 0;
    const counting = dispatcher.compose((dispatch) => (options, handler) => {
      dispatched += 1;
      return dispatch(options, handler);
    });
    await start({ dispatcher: counting as unknown as DqeIdmobileOptions['dispatcher'] });
    expect(await bench.matching.match(CAMILLE)).toMatchObject({ outcome: 'scored' });
    await bench.app.close();
    expect(dispatched).toBe(2);
    expect(dispatcher.destroyed).toBe(false);
    await dispatcher.close();
  });
});

describe('the token', () => {
  it('is asked for once by many matches at once', async () => {
    await start({}, { latencyMs: 20 });
    const results = await Promise.all(Array.from({ length: 500 }, () => bench.matching.match(CAMILLE)));
    expect(results.every(({ outcome }) => outcome === 'scored')).toBe(true);
    expect(bench.sandbox.counts).toMatchObject({ '/ACCESS_TOKEN/': 1, '/IDMOBILE/': 500 });
  });

  it('is another one for each match that carries redirect_uri', async () => {
    await start();
    await bench.matching.match(CAMILLE);
    await bench.matching.match({ ...CAMILLE, consent: {} });
    await bench.matching.match({ ...CAMILLE, consent: {} });
    await bench.matching.match(CAMILLE);
    const [first, second, third, fourth] = only().map(({ params }) => params['token']);
    expect(first).toBe(fourth);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(only().map(({ params }) => 'redirect_uri' in params)).toEqual([false, true, true, false]);
  });

  it('is shared by all where the option says so', async () => {
    await start({ freshTokenForConsent: false });
    await bench.matching.match(CAMILLE);
    await bench.matching.match({ ...CAMILLE, consent: {} });
    expect(new Set(only().map(({ params }) => params['token'])).size).toBe(1);
  });

  it.each([{}, { consent: {} }])(
    'called invalid is replaced, and the request sent once more: %j',
    async (more) => {
      await start();
      const request = { number: SANDBOX_NUMBERS.tokenRefusedOnce, identity: ESSAI, ...more };
      const { matchId, outcome } = await bench.matching.match(request);
      expect(outcome).toBe('scored');
      expect(bench.sandbox.counts).toMatchObject({ '/ACCESS_TOKEN/': 2, '/IDMOBILE/': 2 });
      const [first, second] = only().map(({ params }) => params);
      expect(first?.['token']).not.toBe(second?.['token']);
      expect({ ...first, token: '' }).toEqual({ ...second, token: '' });
      expect(bench.store.get(matchId)?.events.map(({ type }) => type)).toEqual(
        'requested token sent answered token sent answered settled'.split(' '),
      );
    },
  );

  it('that DQE forgot behind our back costs one more call, and no match', async () => {
    await start();
    await bench.matching.match(CAMILLE);
    bench.sandbox.expireTokens();
    const results = await Promise.all(Array.from({ length: 50 }, () => bench.matching.match(CAMILLE)));
    expect(results.every(({ outcome }) => outcome === 'scored')).toBe(true);
    expect(bench.sandbox.counts['/ACCESS_TOKEN/']).toBe(2);
  });

  it('called invalid twice is the end of it', async () => {
    await start();
    const result = await bench.matching.match({ number: sandboxErrorNumber('30'), identity: ESSAI });
    expect(result).toMatchObject({ outcome: 'rejected', error: { id: '30', retryable: true } });
    expect(bench.sandbox.counts).toMatchObject({ '/ACCESS_TOKEN/': 2, '/IDMOBILE/': 2 });
  });
});
