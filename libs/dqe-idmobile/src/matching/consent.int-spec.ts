import { randomBytes } from 'node:crypto';

import { jest } from '@jest/globals';

import { type Bench, optionsFor, startApp, startBench } from '../../../../test/support/idmobile-app.js';
import { ShiftedClock } from '../../../../test/support/shifted-clock.js';
import { DqeIdmobileModule } from '../dqe-idmobile.module.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { SANDBOX_NUMBERS, sandboxConsentErrorNumber } from '../testing/index.js';
import type { DqeSandboxOptions } from '../testing/index.js';
import type { CompletionResult, ConsentRequiredMatch } from './match.js';
import type { Claim } from './match-store.js';

const RETURN_URL = 'https://shop.example/done?cart=1';
const ESSAI = { firstName: 'Camille', lastName: 'Essai', birthDate: '1980-01-15' };

let bench: Bench;
const clock = new ShiftedClock();
/** A bench whose module and sandbox share one clock. */
const start = async (more: Partial<DqeIdmobileOptions> = {}, sandbox: DqeSandboxOptions = {}) =>
  (bench = await startBench(
    { clock, recoverySweepMs: 0, ...more },
    { now: clock.now, pendingTimes: 0, ...sandbox },
  ));
afterEach(() => bench.close());

async function ask(number: string = SANDBOX_NUMBERS.consentAtOnce): Promise<ConsentRequiredMatch> {
  const result = await bench.matching.match({ number, identity: ESSAI, consent: { returnUrl: RETURN_URL } });
  if (result.outcome !== 'consent_required') throw new Error(`${result.outcome} instead of consent_required`);
  return result;
}

/** The customer decides. @returns the query of the callback */
async function decide({ url }: ConsentRequiredMatch, decision: 'agree' | 'refuse' = 'agree') {
  const callback = new URL(await bench.sandbox.consent(url, decision));
  return Object.fromEntries(callback.searchParams);
}

/** The whole way of one match with consent. */
async function walk(number?: string, decision?: 'agree' | 'refuse'): Promise<CompletionResult> {
  return bench.matching.complete(await decide(await ask(number), decision));
}
const storedAs = (matchId: string | null) => bench.store.get(matchId ?? '');
const retrievals = () => bench.sandbox.counts['/GET/'];

describe('a match that needs consent', () => {
  it('names the operator, the page, and how long it can be visited', async () => {
    await start();
    const before = clock.now();
    const result = await ask('0600001003');
    expect(result).toMatchObject({ operator: 'Orange', url: expect.stringContaining(bench.sandbox.url) });
    expect(result.expiresAt.getTime()).toBeGreaterThanOrEqual(before + 300_000);
    expect(result.expiresAt.getTime()).toBeLessThanOrEqual(clock.now() + 300_000);
    expect(storedAs(result.matchId)).toMatchObject({ status: 'consent_pending', operator: 'Orange' });
  });

  it('sends our callback with a state of its own, the partner’s parameters kept', async () => {
    await start();
    await ask();
    await ask();
    const sent = bench.sandbox.requests
      .flatMap(({ params }) => params['redirect_uri'] ?? [])
      .map((uri) => new URL(uri));
    expect(sent.map((uri) => uri.origin + uri.pathname)).toEqual(
      Array(2).fill('https://www.partner.example/callback'),
    );
    expect(sent.map((uri) => [...uri.searchParams.keys()])).toEqual(Array(2).fill(['tenant', 'state']));
    expect(new Set(sent.map((uri) => uri.searchParams.get('state'))).size).toBe(2);
  });

  it('keeps the hash of the state, and the state nowhere', async () => {
    await start();
    const match = await ask();
    const { state = '' } = await decide(match);
    expect(JSON.stringify(storedAs(match.matchId))).not.toContain(state);
  });

  it.each(['GET', 'POST'] as const)('is scored once the customer agreed, by %s', async (httpMethod) => {
    await start({ httpMethod });
    const match = await ask();
    const result = await bench.matching.complete(await decide(match));
    expect(result).toMatchObject({
      ...{ outcome: 'scored', matchId: match.matchId, operator: 'Orange', returnUrl: RETURN_URL },
      ...{ scores: { familyName: 1, birthDate: 1 }, verdict: { result: 'match' } },
    });
    expect(bench.sandbox.requests.at(-1)).toMatchObject({ path: '/GET/', method: httpMethod });
    expect(storedAs(match.matchId)?.events.map(({ type }) => type)).toEqual(
      'requested token sent answered consent_opened callback_received retrieved settled'.split(' '),
    );
  });

  it.each([
    'consentScoresAtTop',
    'consentScoresUnderScope',
    'consentScoresAsNumbers',
    'consentResultEarly',
  ] as const)('is scored: %s', async (name) => {
    await start();
    expect(await walk(SANDBOX_NUMBERS[name])).toMatchObject({
      ...{ outcome: 'scored', scores: { familyName: 1 }, verdict: { result: 'match' } },
    });
  });

  it('is scored with nothing in it where the operator knew nothing', async () => {
    await start();
    expect(await walk(SANDBOX_NUMBERS.consentNothingAvailable)).toMatchObject({
      ...{ outcome: 'scored', scores: { familyName: null }, verdict: { result: 'insufficient' } },
    });
  });

  it.each([
    [0, 1],
    [1, 2],
    [5, 6],
  ])(
    'is asked after until it is no longer pending: %i times pending, %i calls',
    async (pendingTimes, calls) => {
      await start({}, { pendingTimes });
      expect(await walk('0600001003')).toMatchObject({ outcome: 'scored' });
      expect(retrievals()).toBe(calls);
    },
  );

  it('is declined when the customer refused', async () => {
    await start();
    const result = await walk(undefined, 'refuse');
    expect(result).toMatchObject({
      ...{
        outcome: 'rejected',
        error: { id: '21', category: 'declined', retryable: false },
        returnUrl: RETURN_URL,
      },
    });
    expect(storedAs(result.matchId)).toMatchObject({ status: 'rejected' });
  });

  it.each([
    ['18', 'temporary'],
    ['20', 'declined'],
    ['21', 'declined'],
    ['99', 'temporary'],
    ['77', 'protocol'],
  ])('is rejected with error %s after consent: %s', async (id, category) => {
    await start();
    expect(await walk(sandboxConsentErrorNumber(id))).toMatchObject({
      ...{ outcome: 'rejected', error: { id, category }, returnUrl: RETURN_URL },
    });
  });

  it('is expired with error 30 after consent: its session is over', async () => {
    await start();
    const result = await walk(sandboxConsentErrorNumber('30'));
    expect(result).toMatchObject({ outcome: 'expired', returnUrl: RETURN_URL });
    expect(storedAs(result.matchId)).toMatchObject({ status: 'expired' });
  });

  it.each(['consentCutOnce', 'consentHtmlErrorOnce'] as const)(
    'is asked after again when a retrieval fails for the moment: %s',
    async (name) => {
      await start();
      expect(await walk(SANDBOX_NUMBERS[name])).toMatchObject({ outcome: 'scored' });
      expect(retrievals()).toBe(2);
    },
  );

  it('is rejected when the result cannot be read', async () => {
    await start();
    expect(await walk(SANDBOX_NUMBERS.consentMalformedJson)).toMatchObject({
      ...{ outcome: 'rejected', error: { id: 'DQE_MALFORMED_ANSWER', category: 'protocol' } },
    });
    expect(retrievals()).toBe(1);
  });
});

describe('a customer who', () => {
  it('never answers: the sweep ends the match', async () => {
    await start({ recoverySweepMs: 5 });
    const { matchId } = await ask();
    clock.forward(300_001);
    await until(() => storedAs(matchId)?.status === 'expired');
    expect(storedAs(matchId)?.events.at(-1)).toMatchObject({ type: 'settled', data: { status: 'expired' } });
  });

  it('never answers: a start of the application ends the match, too', async () => {
    await start();
    const { matchId } = await ask();
    clock.forward(300_001);
    const options = { ...optionsFor(bench.sandbox), store: bench.store, clock, recoverySweepMs: 60_000 };
    const { close } = await startApp(DqeIdmobileModule.forRoot(options));
    expect(storedAs(matchId)).toMatchObject({ status: 'expired' });
    await close();
  });

  it.each([
    ['before the sweep', false],
    ['after the sweep', true],
  ])('comes back too late, %s: expired, and nothing is fetched', async (_when, swept) => {
    await start(swept ? { recoverySweepMs: 5 } : {});
    const match = await ask();
    const query = await decide(match);
    clock.forward(300_001);
    if (swept) await until(() => storedAs(match.matchId)?.status === 'expired');
    const late = await Promise.all(Array.from({ length: 20 }, () => bench.matching.complete(query)));
    expect(late).toEqual(
      Array(20).fill({
        ...{ outcome: 'refused', reason: 'expired_state', matchId: match.matchId, status: 'expired' },
        returnUrl: RETURN_URL,
      }),
    );
    expect(storedAs(match.matchId)?.events.filter(({ type }) => type === 'settled')).toHaveLength(1);
    expect(retrievals()).toBe(0);
  });

  it('waits for a result that never comes: retrieving first, expired in the end', async () => {
    await start({ completeWaitMs: 30 });
    const result = await walk(SANDBOX_NUMBERS.consentPendingForever);
    expect(result).toMatchObject({ outcome: 'retrieving', returnUrl: RETURN_URL });
    expect(storedAs(result.matchId)).toMatchObject({ status: 'retrieving' });
    clock.forward(300_001);
    await until(() => storedAs(result.matchId)?.status === 'expired');
  });

  it('does not wait for a slow result, which is stored all the same', async () => {
    await start({ completeWaitMs: 1 }, { slowMs: 150 });
    const result = await walk(SANDBOX_NUMBERS.consentSlow);
    expect(result).toMatchObject({ outcome: 'retrieving' });
    await until(() => storedAs(result.matchId)?.status === 'scored');
  });
});

describe('a callback that', () => {
  it.each([
    {},
    { state: '' },
    { state: 'guess' },
    { state: ['a', 'b'] },
    { state: { $ne: null } },
    { state: randomBytes(32).toString('base64url') },
  ])('holds no state of ours, changes nothing: %j', async (forged) => {
    await start();
    const match = await ask();
    const { token, status } = await decide(match);
    expect(await bench.matching.complete({ token, status, ...forged })).toEqual({
      ...{ outcome: 'refused', reason: 'unknown_state', matchId: null, status: null, returnUrl: null },
    });
    expect(storedAs(match.matchId)).toMatchObject({ status: 'consent_pending' });
    expect(retrievals()).toBe(0);
  });

  it.each([
    ['agree', 'scored', 'success'],
    ['refuse', 'rejected', 'error'],
  ] as const)(
    'comes again after the customer chose to %s, is told the same, changes nothing and is written down',
    async (decision, status, statusHint) => {
      await start();
      const match = await ask();
      const query = await decide(match, decision);
      const first = await bench.matching.complete(query);
      expect(first).toMatchObject({ outcome: status, returnUrl: RETURN_URL });
      expect(await bench.matching.complete({ ...query, token: 'altered' })).toEqual({
        ...{ outcome: 'refused', reason: 'used_state', matchId: match.matchId, status },
        returnUrl: RETURN_URL,
      });
      expect(retrievals()).toBe(1);
      const received = storedAs(match.matchId)?.events.filter(({ type }) => type === 'callback_received');
      expect(received?.map(({ data }) => data)).toEqual([
        { accepted: true, statusHint, tokenMatches: true },
        { accepted: false, statusHint, tokenMatches: false },
      ]);
    },
  );

  it('comes again while the result is fetched, waits for it like the first', async () => {
    await start({}, { slowMs: 150 });
    const query = await decide(await ask(SANDBOX_NUMBERS.consentSlow));
    const first = bench.matching.complete(query);
    expect(await bench.matching.complete(query)).toMatchObject({ outcome: 'refused', status: 'scored' });
    expect(await first).toMatchObject({ outcome: 'scored' });
    expect(retrievals()).toBe(1);
  });

  it('comes again while the result is fetched, and for longer than it may take: is let go like the first', async () => {
    await start({ completeWaitMs: 20 });
    const query = await decide(await ask(SANDBOX_NUMBERS.consentPendingForever));
    expect(await bench.matching.complete(query)).toMatchObject({ outcome: 'retrieving' });
    expect(await bench.matching.complete(query)).toMatchObject({ outcome: 'refused', status: 'retrieving' });
  });

  it('comes again to another process than the one that fetches the result, does not wait', async () => {
    await start({ completeWaitMs: 60_000, recoverySweepMs: 0 });
    const match = await ask(SANDBOX_NUMBERS.consentPendingForever);
    const query = await decide(match);
    const first = bench.matching.complete(query);
    await until(() => storedAs(match.matchId)?.status === 'retrieving');
    const options = { ...optionsFor(bench.sandbox), store: bench.store, clock, recoverySweepMs: 0 };
    const other = await startApp(DqeIdmobileModule.forRoot(options));
    expect(await other.matching.complete(query)).toMatchObject({ status: 'retrieving' });
    await other.close();
    clock.forward(300_001);
    expect(await first).toMatchObject({ outcome: 'expired' });
  });

  it('comes a hundred times at once, is taken once', async () => {
    await start();
    const match = await ask();
    const query = await decide(match);
    const results = await Promise.all(Array.from({ length: 100 }, () => bench.matching.complete(query)));
    expect(results.filter(({ outcome }) => outcome === 'scored')).toHaveLength(1);
    const replays = results.filter(({ outcome }) => outcome === 'refused');
    expect(replays).toHaveLength(99);
    for (const replay of replays) expect(replay).toMatchObject({ status: 'scored', returnUrl: RETURN_URL });
    expect(retrievals()).toBe(1);
    expect(storedAs(match.matchId)?.events.filter(({ type }) => type === 'settled')).toHaveLength(1);
  });

  it('claims success after a refusal, is not believed', async () => {
    await start();
    const query = await decide(await ask(), 'refuse');
    expect(query).toMatchObject({ status: 'error' });
    expect(await bench.matching.complete({ ...query, status: 'success' })).toMatchObject({
      ...{ outcome: 'rejected', error: { id: '21' } },
    });
  });

  it.each(['consentFalseSuccess', 'consentOtpIncorrect'] as const)(
    'says what the result does not: %s',
    async (name) => {
      await start();
      expect(await walk(SANDBOX_NUMBERS[name])).toMatchObject({ outcome: 'rejected' });
    },
  );

  it('claims an error after the customer agreed, is not believed either', async () => {
    await start();
    expect(await walk(SANDBOX_NUMBERS.consentFalseError)).toMatchObject({ outcome: 'scored' });
    expect(await bench.matching.complete({ ...(await decide(await ask())), status: 'error' })).toMatchObject({
      outcome: 'scored',
    });
  });

  it('brings the token of another session, does not get that one’s result', async () => {
    await start();
    const other = await decide(await ask(), 'refuse');
    const query = await decide(await ask());
    const result = await bench.matching.complete({ ...query, token: other['token'] });
    expect(result).toMatchObject({ outcome: 'scored' });
  });

  it('brings the token that counts, where the option says so', async () => {
    await start({ retrievalToken: 'callback' });
    const other = await decide(await ask(), 'refuse');
    const query = await decide(await ask());
    expect(await bench.matching.complete({ ...query, token: other['token'] })).toMatchObject({
      ...{ outcome: 'rejected', error: { id: '21' } },
    });
  });

  it('comes before the customer decided, waits for the decision', async () => {
    await start({ completeWaitMs: 20 });
    const match = await ask();
    const { state } = Object.fromEntries(
      new URL(bench.sandbox.requests.at(-1)?.params['redirect_uri'] ?? '').searchParams,
    );
    expect(await bench.matching.complete({ state, status: 'success' })).toMatchObject({
      outcome: 'retrieving',
    });
    await decide(match);
    await until(() => storedAs(match.matchId)?.status === 'scored');
  });
});

describe('a retrieval that the store takes for left behind, though it goes on here', () => {
  it('is not begun a second time', async () => {
    await start({ recoverySweepMs: 5 }, { slowMs: 1_000 });
    const match = await ask(SANDBOX_NUMBERS.consentSlow);
    const claim = jest.spyOn(bench.store, 'claim');
    const first = bench.matching.complete(await decide(match));
    await until(() => claim.mock.results.length > 0);
    const claimed = (await claim.mock.results[0]?.value) as Extract<Claim, { claimed: true }>;
    const stranded = jest.spyOn(bench.store, 'stranded');
    stranded.mockResolvedValue([{ need: 'interrupted', match: claimed.match }]);
    await until(() => stranded.mock.calls.length > 1);
    stranded.mockRestore();
    expect(await first).toMatchObject({ outcome: 'scored' });
    expect(retrievals()).toBe(1);
  });
});

describe('two sessions at once', () => {
  it('do not get each other’s result', async () => {
    await start();
    const matches = await Promise.all(Array.from({ length: 10 }, () => ask()));
    const decisions = matches.map((_, i) => (i % 2 === 0 ? ('agree' as const) : ('refuse' as const)));
    const queries = await Promise.all(matches.map((match, i) => decide(match, decisions[i])));
    const results = await Promise.all(queries.reverse().map((query) => bench.matching.complete(query)));
    expect(results.reverse().map(({ outcome, matchId }) => [matchId, outcome])).toEqual(
      matches.map(({ matchId }, i) => [matchId, i % 2 === 0 ? 'scored' : 'rejected']),
    );
  });
});

describe('a shutdown', () => {
  it('does not wait for a retrieval that hangs', async () => {
    await start({ completeWaitMs: 5, timeoutMs: 20_000 });
    const { matchId } = await walk(SANDBOX_NUMBERS.consentNeverAnswers);
    await bench.app.close();
    expect(storedAs(matchId)).toMatchObject({ status: 'retrieving' });
    expect(bench.log.lines.filter((line) => line.includes('could not be settled'))).toEqual([]);
  }, 15_000);
});

describe('when the store fails after the callback', () => {
  it('the result is still being followed for all the browser knows, and the log says which match', async () => {
    await start();
    const match = await ask();
    Object.assign(bench.store, { advance: () => Promise.reject(new Error('disk full of +33612345678')) });
    const result = await bench.matching.complete(await decide(match));
    expect(result).toMatchObject({ outcome: 'retrieving', matchId: match.matchId });
    const logged = bench.log.lines.join('\n');
    expect(logged).toContain(match.matchId);
    expect(logged).not.toContain('+336');
  });

  it('to take the callback, the failure is the caller’s to see', async () => {
    await start();
    const query = await decide(await ask());
    Object.assign(bench.store, { claim: () => Promise.reject(new Error('the disk is full')) });
    await expect(bench.matching.complete(query)).rejects.toThrow('the disk is full');
  });
});

/** Waits for something that happens by itself. */
async function until(done: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!done()) {
    if (Date.now() > end) throw new Error('it did not happen within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
