import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { jest } from '@jest/globals';

import { type Bench, type IdmobileApp, startApp, startBench } from '../../../../test/support/idmobile-app.js';
import { DqeIdmobileModule } from '../dqe-idmobile.module.js';
import { DqeError } from '../errors/dqe-error.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { SANDBOX_NUMBERS } from '../testing/index.js';
import { InMemoryMatchStore } from './in-memory-match-store.js';
import type { MatchRequest } from './match-request.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(...args: Parameters<typeof startBench>): Promise<Bench> {
  const bench = await startBench(...args);
  closing.push(() => bench.close());
  return bench;
}

/** Something that listens where DQE should be. */
async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const serve = (listener: RequestListener) => listen(createServer(listener));

async function startAgainst(
  baseUrl: string,
  more: Partial<DqeIdmobileOptions> = {},
): Promise<IdmobileApp & { store: InMemoryMatchStore }> {
  const store = new InMemoryMatchStore();
  const options = { baseUrl, licence: 'L', clientSecret: 'S', partnerName: 'P', recoverySweepMs: 0, store };
  const app = await startApp(DqeIdmobileModule.forRoot({ ...options, ...more }));
  closing.push(() => app.close());
  return { ...app, store };
}

const TOKEN = '{"access_token":"TOK1","token_type":"Bearer","expires_in":"300"}';
/** Answers the token call, and leaves the rest to `answer`. */
const afterToken =
  (answer: RequestListener): RequestListener =>
  (request, response) =>
    request.url?.startsWith('/ACCESS_TOKEN/') === true ? response.end(TOKEN) : answer(request, response);

const request = (number = '0612345678'): MatchRequest => ({ number, identity: { lastName: 'Essai' } });

async function failure(promise: Promise<unknown>): Promise<DqeError> {
  const error: unknown = await promise.then(
    () => new Error('this match went well'),
    (reason: unknown) => reason,
  );
  if (error instanceof DqeError) return error;
  throw error;
}

describe('a match that gets no usable answer', () => {
  it.each<[keyof typeof SANDBOX_NUMBERS, object, string]>([
    ['cutBeforeAnswer', { code: 'DQE_CONNECTION_LOST', sent: true, retryable: true }, 'unknown'],
    ['cutInsideAnswer', { code: 'DQE_CONNECTION_LOST', sent: true, retryable: true }, 'unknown'],
    ['neverAnswers', { code: 'DQE_TIMEOUT', sent: true, retryable: true }, 'unknown'],
    ['slow', { code: 'DQE_TIMEOUT', sent: true }, 'unknown'],
    ['trickle', { code: 'DQE_TIMEOUT', sent: true }, 'unknown'],
    ['htmlError', { code: 'DQE_HTTP_STATUS', status: 500, retryable: true }, 'rejected'],
    ['unavailable', { code: 'DQE_HTTP_STATUS', status: 503, retryable: true }, 'rejected'],
    ['tooManyRequests', { code: 'DQE_HTTP_STATUS', status: 429, retryable: true }, 'rejected'],
    ['redirected', { code: 'DQE_HTTP_STATUS', status: 302, retryable: false }, 'rejected'],
    ['malformedJson', { code: 'DQE_MALFORMED_ANSWER', path: '(body)', retryable: false }, 'rejected'],
    ['truncatedJson', { code: 'DQE_MALFORMED_ANSWER', path: '(body)' }, 'rejected'],
    ['emptyBody', { code: 'DQE_MALFORMED_ANSWER', path: '(body)' }, 'rejected'],
    ['wrongShape', { code: 'DQE_MALFORMED_ANSWER', path: '(body)' }, 'rejected'],
    ['unknownStatus', { code: 'DQE_MALFORMED_ANSWER', path: '(body)' }, 'rejected'],
    ['hugeBody', { code: 'DQE_MALFORMED_ANSWER', path: '(body)' }, 'rejected'],
    ['scoreOutOfRange', { code: 'DQE_MALFORMED_ANSWER', path: 'birthdate' }, 'rejected'],
    ['scoreNotANumber', { code: 'DQE_MALFORMED_ANSWER', path: 'family_name' }, 'rejected'],
  ])('because of %s: %j, and is %s', async (name, expected, status) => {
    // A body that is too large takes a while to come.
    const timeoutMs = name === 'hugeBody' ? 10_000 : 250;
    const bench = await start({ timeoutMs }, { slowMs: 2_000 });
    const error = await failure(bench.matching.match(request(SANDBOX_NUMBERS[name])));
    expect(error).toMatchObject({ call: 'matching', ...expected });
    const stored = bench.store.get(error.matchId ?? '');
    expect(stored).toMatchObject({
      status,
      // What may have been billed is not to be repeated by itself.
      change: { error: { id: error.code, retryable: error.retryable && status === 'rejected' } },
    });
    expect(stored?.events.at(-1)).toMatchObject({ type: 'settled', data: { status, errorId: error.code } });
    // Once: a match is billed, so nobody but the caller decides on a second one.
    expect(bench.sandbox.counts['/IDMOBILE/']).toBe(1);
  });

  it('because nobody listens: nothing was sent, so it is rejected', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    const { matching, store } = await startAgainst(`http://127.0.0.1:${port}`);
    const error = await failure(matching.match(request()));
    expect(error).toMatchObject({ code: 'DQE_UNREACHABLE', call: 'token', sent: false, retryable: true });
    expect(error.cause).toMatchObject({ message: 'ECONNREFUSED' });
    expect(store.get(error.matchId ?? '')).toMatchObject({ status: 'rejected' });
  });

  it('because of the name of the host: nothing was sent', async () => {
    const { matching } = await startAgainst('https://dqe.invalid');
    expect(await failure(matching.match(request()))).toMatchObject({ code: 'DQE_UNREACHABLE', sent: false });
  });

  it.each(['GET', 'POST'] as const)('after the token, by %s, is unknown', async (httpMethod) => {
    const url = await serve(afterToken(({ socket }) => socket.destroy()));
    const { matching, store } = await startAgainst(url, { httpMethod });
    const error = await failure(matching.match(request()));
    expect(error).toMatchObject({ code: 'DQE_CONNECTION_LOST', call: 'matching', sent: true });
    expect(store.get(error.matchId ?? '')).toMatchObject({ status: 'unknown' });
  });

  it('because the token never comes, is rejected: no match was sent', async () => {
    const url = await serve(() => undefined);
    const { matching, store } = await startAgainst(url, { timeoutMs: 100 });
    const error = await failure(matching.match(request()));
    expect(error).toMatchObject({ code: 'DQE_TIMEOUT', call: 'token' });
    expect(store.get(error.matchId ?? '')).toMatchObject({ status: 'rejected' });
  });

  it('because the token never comes, takes no longer than a match may take', async () => {
    const url = await serve(() => undefined);
    const { matching } = await startAgainst(url, { timeoutMs: 20_000, matchTimeoutMs: 100 });
    const both = [matching.match(request()), matching.match(request())];
    for (const match of both)
      expect(await failure(match)).toMatchObject({ code: 'DQE_TIMEOUT', call: 'token' });
  }, 15_000);

  it('is not sent when its time is over before it could be', async () => {
    let now = 1_000_000;
    let asked = 0;
    const url = await serve((incoming, response) => {
      if (incoming.url?.startsWith('/ACCESS_TOKEN/') === true) now += 40_000;
      else asked += 1;
      response.end(TOKEN);
    });
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    const { matching, store } = await startAgainst(url, { clock });
    const error = await failure(matching.match(request()));
    expect(error).toMatchObject({ code: 'DQE_TIMEOUT', call: 'matching', sent: false });
    expect(store.get(error.matchId ?? '')).toMatchObject({ status: 'rejected' });
    expect(asked).toBe(0);
  });

  it('leaves the next one unharmed', async () => {
    const bench = await start({ timeoutMs: 2_000 });
    await failure(bench.matching.match(request(SANDBOX_NUMBERS.cutOnce)));
    expect(await bench.matching.match(request(SANDBOX_NUMBERS.cutOnce))).toMatchObject({ outcome: 'scored' });
  });

  it('because of a hundred bodies that never end, keeps no connection open', async () => {
    const bench = await start({ maxConnections: 4, timeoutMs: 10_000 });
    const failures = await Promise.all(
      Array.from({ length: 20 }, () => failure(bench.matching.match(request(SANDBOX_NUMBERS.hugeBody)))),
    );
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['DQE_MALFORMED_ANSWER']));
    expect(await bench.matching.match(request('0600001001'))).toMatchObject({ outcome: 'scored' });
  });
});

describe('an answer that asks for consent', () => {
  it('which was not offered, is a rejection that says what to do', async () => {
    const url = await serve(
      afterToken((_request, response) =>
        response.end('{"status":"success","operator":"Orange","url":"https://operator.example/c"}'),
      ),
    );
    const { matching, store } = await startAgainst(url);
    const result = await matching.match(request());
    expect(result).toMatchObject({
      outcome: 'rejected',
      error: { id: 'DQE_CONSENT_NOT_OFFERED', category: 'caller', retryable: false },
    });
    expect(store.get(result.matchId)).toMatchObject({ status: 'rejected', consent: null });
  });
});

describe('an answer of exactly the largest size', () => {
  const body = JSON.stringify({ family_name: 1, padding: 'x'.repeat(1_000) });

  it.each([
    [0, 'scored'],
    [-1, 'malformed'],
  ])('and the limit %i bytes from it, is %s', async (difference, outcome) => {
    const url = await serve(afterToken((_request, response) => response.end(body)));
    const { matching } = await startAgainst(url, { maxAnswerBytes: body.length + difference });
    const asked = matching.match(request());
    if (outcome === 'scored') await expect(asked).resolves.toMatchObject({ outcome });
    else await expect(asked).rejects.toMatchObject({ code: 'DQE_MALFORMED_ANSWER' });
  });
});

describe('when the store fails', () => {
  const broken = () => Promise.reject(new Error('the disk is full'));

  it('at the beginning, the match is not sent, and the failure is the caller’s to see', async () => {
    const bench = await start();
    Object.assign(bench.store, { open: broken });
    await expect(bench.matching.match(request('0600001001'))).rejects.toThrow('the disk is full');
    expect(bench.sandbox.requests).toHaveLength(0);
  });

  it('at the end, the match stays requested, and the caller learns which', async () => {
    const bench = await start();
    const advance = jest.spyOn(bench.store, 'advance').mockImplementation(broken);
    const error = await failure(bench.matching.match(request('0600001001')));
    expect(error).toMatchObject({ code: 'DQE_STORE_FAILED', matchId: expect.any(String) });
    expect(bench.store.get(error.matchId ?? '')).toMatchObject({ status: 'requested' });
    expect(advance).toHaveBeenCalledTimes(1);
  });

  it('because the match has moved on, the first outcome stands', async () => {
    const bench = await start();
    jest.spyOn(bench.store, 'advance').mockResolvedValue(false);
    const error = await failure(bench.matching.match(request('0600001001')));
    expect(error).toMatchObject({ code: 'DQE_MATCH_SUPERSEDED', matchId: expect.any(String) });
  });
});
