import { optionsWith, wireCalls } from '../../../../test/support/dqe-calls.js';
import { DqeHttpStatusError, DqeMalformedAnswerError, DqeTokenRefusedError } from '../errors/dqe-errors.js';
import type { WireResponse } from './wire-response.js';
import { type AccessToken, TokenSource } from './token-source.js';

/** DQE's token desk as the transport would reach it, with a clock of its own. */
class Desk {
  now = 1_000_000;
  calls = 0;
  /** How long an answer takes, in milliseconds of the clock. */
  latencyMs = 0;
  reply: (call: number) => WireResponse = (call) => ok({ access_token: `TOK${call}`, expires_in: '300' });
  private gate: Promise<unknown> = Promise.resolve();

  readonly source: TokenSource;

  constructor(more: { tokenRenewalMarginMs?: number } = {}) {
    const options = optionsWith({
      retries: false,
      circuitBreaker: false,
      clock: { now: () => this.now, sleep: () => Promise.reject(new Error('nothing sleeps here')) },
      ...more,
    });
    const exchange = async () => {
      this.calls += 1;
      const { calls } = this;
      await this.gate;
      this.now += this.latencyMs;
      return this.reply(calls);
    };
    this.source = new TokenSource(wireCalls(exchange, options).calls, options);
  }

  /** Holds every answer back. @returns how to let them go */
  hold(): () => void {
    let release!: () => void;
    this.gate = new Promise<void>((resolve) => (release = resolve));
    return release;
  }

  /** The shared token, which has to be one. */
  async shared(): Promise<AccessToken> {
    const answer = await this.source.shared();
    if (answer.kind !== 'token') throw new Error(`error ${answer.errorId} instead of a token`);
    return answer;
  }
}

const ok = (body: object): WireResponse => ({ status: 200, text: JSON.stringify(body) });

describe('a token', () => {
  it.each([
    [
      'without status',
      { access_token: 'TK1', token_type: 'Bearer', expires_in: '300', refresh_token: 'R' },
      300,
    ],
    [
      'with status',
      { status: 'success', access_token: 'TOK1', token_type: 'Bearer', expires_in: '600' },
      600,
    ],
    ['with a number of seconds', { access_token: 'TOK1', expires_in: 600 }, 600],
  ])('is read in the shape %s', async (_shape, body, seconds) => {
    const desk = new Desk();
    desk.reply = () => ok(body);
    expect(await desk.source.fresh()).toEqual({
      ...{ kind: 'token', value: body.access_token, expiresAt: desk.now + seconds * 1000 },
    });
  });

  it('lives from before it was asked for, not from when it came', async () => {
    const desk = new Desk();
    const askedAt = desk.now;
    desk.latencyMs = 7_000;
    expect(await desk.source.fresh()).toMatchObject({ expiresAt: askedAt + 300_000 });
  });

  it.each([undefined, '', null, 7, {}])('is not %j', async (access_token) => {
    const desk = new Desk();
    desk.reply = () => ok({ access_token, expires_in: '300' });
    await expect(desk.source.fresh()).rejects.toMatchObject({ path: 'access_token' });
  });

  it.each([undefined, '', '0', 0, '-1', -1, '5 min', '1e3', ' 300', '3'.repeat(20), null, [300]])(
    'does not live for %j seconds',
    async (expires_in) => {
      const desk = new Desk();
      desk.reply = () => ok({ access_token: 'T', expires_in });
      await expect(desk.source.fresh()).rejects.toThrow(DqeMalformedAnswerError);
      await expect(desk.source.fresh()).rejects.toMatchObject({ path: 'expires_in' });
    },
  );
});

describe('a refused token', () => {
  it.each([
    [200, 'json'],
    [400, 'json with HTTP 400'],
  ])('is an error answer where DQE names an id (HTTP %i: %s)', async (status) => {
    const desk = new Desk();
    desk.reply = () => ({
      status,
      text: '{"status":"error","error_id":"03","error_type":"invalid client secret"}',
    });
    expect(await desk.source.shared()).toEqual({
      ...{ kind: 'error', errorId: '03', errorType: 'invalid client secret' },
    });
  });

  it.each(['', 'Invalid Client', '<html></html>', '{}', 'null'])(
    'is refused by HTTP 400 alone: %j',
    async (text) => {
      const desk = new Desk();
      desk.reply = () => ({ status: 400, text });
      await expect(desk.source.fresh()).rejects.toThrow(DqeTokenRefusedError);
    },
  );

  it('is not a refusal with HTTP 500 (protocol.md §2: a misspelt parameter)', async () => {
    const desk = new Desk();
    desk.reply = () => ({ status: 500, text: '<html></html>' });
    await expect(desk.source.fresh()).rejects.toThrow(DqeHttpStatusError);
  });

  it('is not kept: the next caller asks again', async () => {
    const desk = new Desk();
    desk.reply = (call) =>
      call === 1
        ? ok({ status: 'error', error_id: '99' })
        : ok({ access_token: `TOK${call}`, expires_in: '300' });
    expect(await desk.source.shared()).toMatchObject({ kind: 'error' });
    expect(await desk.source.shared()).toMatchObject({ kind: 'token', value: 'TOK2' });
  });

  it('is told to everybody who waited, and the failure is not kept either', async () => {
    const desk = new Desk();
    const release = desk.hold();
    desk.reply = (call) => ({
      status: call === 1 ? 503 : 200,
      text: '{"access_token":"T","expires_in":"300"}',
    });
    const waiting = Array.from({ length: 100 }, () => desk.source.shared());
    const settled = Promise.allSettled(waiting);
    release();
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
    expect(desk.calls).toBe(1);
    expect(await desk.source.shared()).toMatchObject({ kind: 'token' });
  });
});

describe('the shared token', () => {
  it('is asked for once, however many callers wait for it', async () => {
    const desk = new Desk();
    const release = desk.hold();
    const waiting = Array.from({ length: 10_000 }, () => desk.shared());
    release();
    const values = (await Promise.all(waiting)).map(({ value }) => value);
    expect(new Set(values)).toEqual(new Set(['TOK1']));
    expect(desk.calls).toBe(1);
  });

  it('is kept until its renewal margin, and renewed from then on', async () => {
    const desk = new Desk({ tokenRenewalMarginMs: 30_000 });
    await desk.shared();
    desk.now += 269_999;
    expect((await desk.shared()).value).toBe('TOK1');
    desk.now += 1;
    expect((await desk.shared()).value).toBe('TOK2');
    expect(desk.calls).toBe(2);
  });

  it('is renewed once, however many callers find it old', async () => {
    const desk = new Desk();
    await desk.shared();
    desk.now += 299_000;
    const release = desk.hold();
    const waiting = Array.from({ length: 1_000 }, () => desk.shared());
    release();
    await Promise.all(waiting);
    expect(desk.calls).toBe(2);
  });

  it('is used for half its life where that is less than the margin', async () => {
    const desk = new Desk({ tokenRenewalMarginMs: 30_000 });
    desk.reply = (call) => ok({ access_token: `TOK${call}`, expires_in: '10' });
    await desk.shared();
    desk.now += 4_999;
    expect((await desk.shared()).value).toBe('TOK1');
    desk.now += 1;
    expect((await desk.shared()).value).toBe('TOK2');
  });

  it('never goes out expired within a simulated hour of a call a second', async () => {
    const desk = new Desk();
    desk.latencyMs = 400;
    const end = desk.now + 3_600_000;
    while (desk.now < end) {
      const { expiresAt } = await desk.shared();
      expect(expiresAt).toBeGreaterThan(desk.now);
      desk.now += 1_000;
    }
    // One per 270 s: 300 s of life without 30 s of margin.
    expect(desk.calls).toBe(14);
  });

  it('is asked for anew once DQE called it invalid', async () => {
    const desk = new Desk();
    desk.source.discard(await desk.shared());
    expect((await desk.shared()).value).toBe('TOK2');
  });

  it('is not given up because an older one was called invalid', async () => {
    const desk = new Desk();
    const old = await desk.shared();
    desk.source.discard(old);
    await desk.shared();
    desk.source.discard(old);
    expect((await desk.shared()).value).toBe('TOK2');
  });
});

describe('a fresh token', () => {
  it('is another one each time, and does not replace the shared one', async () => {
    const desk = new Desk();
    const shared = await desk.shared();
    const fresh = await Promise.all([desk.source.fresh(), desk.source.fresh()]);
    const values = [shared, ...fresh, await desk.shared()].map((token) => (token as AccessToken).value);
    expect(values).toEqual(['TOK1', 'TOK2', 'TOK3', 'TOK1']);
  });
});
