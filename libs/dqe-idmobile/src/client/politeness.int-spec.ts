import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { HurriedClock } from '../../../../test/support/dqe-calls.js';
import { type IdmobileApp, startApp } from '../../../../test/support/idmobile-app.js';
import { DqeIdmobileModule } from '../dqe-idmobile.module.js';
import { InMemoryMatchStore } from '../matching/in-memory-match-store.js';
import type { MatchRequest } from '../matching/match-request.js';
import { DqeIdmobileMonitor } from '../monitor/dqe-idmobile-monitor.js';
import type { DqeMonitorEvent } from '../monitor/dqe-monitor-event.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { TokenSource } from './token-source.js';

const TOKEN = '{"access_token":"TOK1","token_type":"Bearer","expires_in":"300"}';
const SCORES = '{"family_name":1.0}';
const CONSENT = '{"status":"success","operator":"Orange","url":"https://operator.example/c"}';
const REQUEST = { number: '0612345678', identity: { lastName: 'Essai' } } satisfies MatchRequest;

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;
const say =
  (body: string): Answer =>
  (response) =>
    response.end(body);
const fail =
  (status: number, retryAfter?: string): Answer =>
  (response) =>
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();

/** A server that answers each call by its path, the n-th with the n-th answer, and from then on with the last. */
class FakeDqe {
  readonly counts: Record<string, number> = { '/ACCESS_TOKEN/': 0, '/IDMOBILE/': 0, '/GET/': 0 };
  /** The most token calls there were at a time. */
  mostTokenCalls = 0;
  private tokenCalls = 0;
  private port = 0;
  readonly server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const count = (this.counts[path] = (this.counts[path] ?? 0) + 1);
    if (path === '/ACCESS_TOKEN/') {
      this.mostTokenCalls = Math.max(this.mostTokenCalls, ++this.tokenCalls);
      response.on('close', () => (this.tokenCalls -= 1));
    }
    const answers = this.answers[path] ?? [];
    answers[Math.min(count, answers.length) - 1]?.(response, request);
  });

  constructor(private readonly answers: Record<string, Answer[]>) {}

  async listen(): Promise<string> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Bench extends IdmobileApp {
  readonly dqe: FakeDqe;
  readonly store: InMemoryMatchStore;
  readonly clock: HurriedClock;
  readonly heard: DqeMonitorEvent[];
  readonly monitor: DqeIdmobileMonitor;
}

async function start(
  answers: Record<string, Answer[]>,
  more: Partial<DqeIdmobileOptions> = {},
): Promise<Bench> {
  const dqe = new FakeDqe({ '/ACCESS_TOKEN/': [say(TOKEN)], '/IDMOBILE/': [say(SCORES)], ...answers });
  const store = new InMemoryMatchStore();
  const clock = new HurriedClock();
  const app = await startApp(
    DqeIdmobileModule.forRoot({
      ...{ licence: 'L', clientSecret: 'S', partnerName: 'P', recoverySweepMs: 0, store, clock },
      ...{ baseUrl: await dqe.listen(), redirectUri: 'https://www.partner.example/', random: () => 0.5 },
      ...more,
    }),
  );
  closing.push(() => dqe.close(), app.close);
  const monitor = app.app.get(DqeIdmobileMonitor, { strict: false });
  const heard: DqeMonitorEvent[] = [];
  monitor.subscribe((event) => heard.push(event));
  return { ...app, dqe, store, clock, monitor, heard };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'this match went well',
    (error: unknown) => error,
  );

describe('a token call that fails for the moment', () => {
  it.each<[string, Answer]>([
    ['HTTP 500', fail(500)],
    ['HTTP 429', fail(429)],
    ['a cut', (response) => response.destroy()],
    ['a cut before anything was read', (_response, { socket }) => socket.resetAndDestroy()],
  ])('is repeated after %s, and the match goes on', async (_name, answer) => {
    const { matching, dqe, clock } = await start({ '/ACCESS_TOKEN/': [answer, answer, say(TOKEN)] });
    expect(await matching.match(REQUEST)).toMatchObject({ outcome: 'scored' });
    expect(dqe.counts).toMatchObject({ '/ACCESS_TOKEN/': 3, '/IDMOBILE/': 1 });
    expect(clock.pauses).toEqual([100, 200]);
  });

  it.each<[string, (clock: HurriedClock) => string]>([
    ['seconds', () => '4'],
    ['a date', (clock) => new Date(clock.now() + 4_000).toUTCString()],
  ])('is repeated no sooner than Retry-After says: %s', async (_name, header) => {
    const bench: Bench = await start({
      '/ACCESS_TOKEN/': [
        (response, request) => fail(503, header(bench.clock))(response, request),
        say(TOKEN),
      ],
    });
    expect(await bench.matching.match(REQUEST)).toMatchObject({ outcome: 'scored' });
    expect(bench.clock.pauses).toEqual([4_100]);
  });

  it('fails at once where Retry-After goes beyond the match', async () => {
    const { matching, dqe, clock } = await start({ '/ACCESS_TOKEN/': [fail(503, '30')] });
    expect(await failure(matching.match(REQUEST))).toMatchObject({
      ...{ code: 'DQE_HTTP_STATUS', call: 'token', retryAfterMs: 30_000 },
    });
    expect(dqe.counts['/ACCESS_TOKEN/']).toBe(1);
    expect(clock.pauses).toEqual([]);
  });
});

describe('a matching request', () => {
  it('that was never written is repeated, and its timeline says so', async () => {
    // The server goes away after the token, and is back when the first pause is over.
    const hurried = new HurriedClock();
    const clock = {
      now: hurried.now,
      sleep: async (ms: number) => {
        await dqe.listen();
        await hurried.sleep(ms);
      },
    };
    const { matching, dqe, store } = await start(
      {
        '/ACCESS_TOKEN/': [
          (response) => {
            dqe.server.close();
            response.writeHead(200, { connection: 'close' }).end(TOKEN);
          },
        ],
      },
      { clock },
    );
    const result = await matching.match(REQUEST);
    expect(result).toMatchObject({ outcome: 'scored' });
    expect(hurried.pauses).toEqual([100]);
    expect(dqe.counts['/IDMOBILE/']).toBe(1);
    const events = store.get(result.matchId)?.events.filter(({ type }) => type === 'sent');
    expect(events?.map(({ data }) => data)).toEqual([{ attempt: 1 }, { attempt: 2 }]);
  });

  it.each<[string, Answer]>([
    ['HTTP 503 with Retry-After', fail(503, '1')],
    ['HTTP 429 with Retry-After', fail(429, '1')],
    ['a cut', (response) => response.destroy()],
    ['a reset', (_response, { socket }) => socket.resetAndDestroy()],
  ])('that was written is never repeated: %s', async (_name, answer) => {
    const { matching, dqe, clock } = await start({ '/IDMOBILE/': [answer] });
    expect(await failure(matching.match(REQUEST))).toMatchObject({ call: 'matching', sent: true });
    expect(dqe.counts['/IDMOBILE/']).toBe(1);
    expect(clock.pauses).toEqual([]);
  });
});

describe('ten thousand cold callers at once', () => {
  const ask = ({ app }: Bench) => {
    const tokens = app.get(TokenSource, { strict: false });
    return Promise.all(Array.from({ length: 10_000 }, () => tokens.shared()));
  };

  it('make exactly one token request', async () => {
    const bench = await start({});
    const answers = await ask(bench);
    expect(new Set(answers).size).toBe(1);
    expect(bench.dqe.counts['/ACCESS_TOKEN/']).toBe(1);
    expect(bench.monitor.snapshot().token).toMatchObject({ issuedAt: expect.any(Number) });
  });

  it('wait together while its first attempt fails and is repeated, one request at a time', async () => {
    const bench = await start({ '/ACCESS_TOKEN/': [fail(503), say(TOKEN)] });
    const answers = await ask(bench);
    expect(answers.every(({ kind }) => kind === 'token')).toBe(true);
    expect(new Set(answers).size).toBe(1);
    expect(bench.dqe.counts['/ACCESS_TOKEN/']).toBe(2);
    expect(bench.dqe.mostTokenCalls).toBe(1);
  });
});

describe('an open circuit', () => {
  it('ends a match without a call, as rejected, and says when to come back', async () => {
    const { matching, dqe, store, heard, monitor, log, clock } = await start(
      { '/IDMOBILE/': [(response) => response.destroy()] },
      { circuitBreaker: { minimumCalls: 3 } },
    );
    for (let i = 0; i < 2; i += 1) await failure(matching.match(REQUEST));
    const before = { ...dqe.counts };
    const error = (await failure(matching.match(REQUEST))) as { matchId: string };
    expect(error).toMatchObject({
      ...{ code: 'DQE_CIRCUIT_OPEN', call: 'matching', sent: false, category: 'temporary', retryable: true },
      retryAfterMs: 5_000,
    });
    expect(dqe.counts).toEqual(before);
    const stored = store.get(error.matchId);
    expect(stored).toMatchObject({ status: 'rejected', change: { error: { id: 'DQE_CIRCUIT_OPEN' } } });
    expect(stored?.events.map(({ type }) => type)).toEqual(['requested', 'settled']);
    expect(monitor.snapshot()).toMatchObject({ breaker: 'open', opensForMs: 5_000 });
    expect(heard.filter(({ type }) => type === 'breaker')).toMatchObject([{ from: 'closed', to: 'open' }]);
    expect(heard.filter(({ type }) => type === 'match')).toMatchObject([
      { status: 'unknown' },
      { status: 'unknown' },
      { status: 'rejected', verdict: null },
    ]);
    expect(log.lines.join()).toContain('Circuit to DQE: closed -> open');

    await clock.sleep(5_000);
    await failure(matching.match(REQUEST));
    expect(dqe.counts['/IDMOBILE/']).toBe(3);
    expect(monitor.snapshot()).toMatchObject({ breaker: 'open', opensForMs: 10_000 });
  });
});

describe('a match that waits for its place', () => {
  it('waits no longer than it may take, and was not sent', async () => {
    const held: ServerResponse[] = [];
    const { systemClock } = await import('../options/clock.js');
    const { matching, dqe, store, monitor } = await start(
      { '/IDMOBILE/': [say(SCORES), (response) => held.push(response)] },
      { clock: systemClock, concurrency: { limit: 1, queue: 1 }, timeoutMs: 300, matchTimeoutMs: 500 },
    );
    await matching.match(REQUEST);
    const [first, second, third] = [1, 2, 3].map(() => failure(matching.match(REQUEST)));
    expect(await third).toMatchObject({ code: 'DQE_BUSY', call: 'matching', sent: false });
    expect(monitor.snapshot()).toMatchObject({ inFlight: 1, queued: 1 });
    const waited = (await second) as { matchId: string };
    expect(waited).toMatchObject({ code: 'DQE_BUSY', sent: false, retryable: true });
    expect(store.get(waited.matchId)).toMatchObject({ status: 'rejected' });
    expect(await first).toMatchObject({ code: 'DQE_TIMEOUT', sent: true });
    expect(dqe.counts['/IDMOBILE/']).toBe(2);
    expect(monitor.snapshot()).toMatchObject({ inFlight: 0, queued: 0 });
  });
});

describe('a retrieval after consent', () => {
  /** The whole way of a match with consent, until its result is stored. */
  async function walk(retrieval: Answer[], more: Partial<DqeIdmobileOptions> = {}) {
    let state = '';
    const consent: Answer = (response, { url }) => {
      const redirectUri = new URL(url ?? '', 'http://x').searchParams.get('redirect_uri') ?? '';
      state = new URL(redirectUri).searchParams.get('state') ?? '';
      response.end(CONSENT);
    };
    const bench = await start({ '/IDMOBILE/': [consent], '/GET/': retrieval }, more);
    const { matchId } = await bench.matching.match({ ...REQUEST, consent: {} });
    await bench.matching.complete({ state });
    const status = () => bench.store.get(matchId)?.status;
    for (let i = 0; i < 1_000 && status() === 'retrieving'; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 2));
    // The first sleep is that of `complete`, for `completeWaitMs`.
    return { ...bench, status: status(), pauses: bench.clock.pauses.filter((ms) => ms !== 10_000) };
  }

  it('is repeated after a failure, no sooner than Retry-After says, and its operator is known', async () => {
    const { status, pauses, dqe, heard } = await walk([fail(503, '7'), fail(429), say(SCORES)]);
    expect(status).toBe('scored');
    expect(pauses).toEqual([7_250, 250]);
    expect(dqe.counts['/GET/']).toBe(3);
    expect(heard).toContainEqual(
      expect.objectContaining({ type: 'call', call: 'retrieval', outcome: 'ok', operator: 'Orange' }),
    );
    expect(heard.at(-1)).toMatchObject({ type: 'match', status: 'scored', operator: 'Orange' });
  });

  it('is tried seldom, and not given up, once the budget is spent', async () => {
    const failing = Array.from({ length: 6 }, () => fail(500));
    const { status, pauses } = await walk([...failing, say(SCORES)], {
      retries: { budgetBurst: 2, budgetRatio: 0 },
      circuitBreaker: false,
    });
    expect(status).toBe('scored');
    expect(pauses).toEqual([250, 250, 5_000, 5_000, 5_000, 5_000]);
  });

  it('makes no call while the circuit is open, and goes on when it is closed', async () => {
    const failing = Array.from({ length: 3 }, () => fail(500));
    const { status, dqe, pauses } = await walk([...failing, say(SCORES)], {
      circuitBreaker: { minimumCalls: 5 },
    });
    expect(status).toBe('scored');
    // Three failures of five calls open it; what follows is the probe.
    expect(dqe.counts['/GET/']).toBe(4);
    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(5_000);
  });
});
