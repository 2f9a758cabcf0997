import { ManualClock, optionsWith, wireCalls } from '../../../../../test/support/dqe-calls.js';
import {
  DqeConnectionLostError,
  DqeHttpStatusError,
  DqeMalformedAnswerError,
  DqeTimeoutError,
  DqeTokenRefusedError,
  DqeUnreachableError,
} from '../../errors/dqe-errors.js';
import type { CircuitBreakerOptions } from '../../options/dqe-idmobile-options.js';

const DOWN = new DqeUnreachableError('token', 'ECONNREFUSED');

/** Small, so that the numbers below stay readable. */
const SMALL = { lastCalls: 20, minimumCalls: 10 };

function startBreaker(circuitBreaker: CircuitBreakerOptions | false = SMALL) {
  const clock = new ManualClock();
  const { breaker, heard } = wireCalls(
    () => Promise.reject(new Error('not this way')),
    optionsWith({ circuitBreaker, clock }),
  );
  let calls = 0;
  const call = (ending: unknown = null) =>
    breaker
      .run('token', () => {
        calls += 1;
        return ending instanceof Error ? Promise.reject(ending) : Promise.resolve(ending);
      })
      .catch((error: unknown) => error);
  const repeat = async (times: number, ending: unknown) => {
    for (let i = 0; i < times; i += 1) await call(ending);
  };
  const states = () => heard.map((event) => (event.type === 'breaker' ? event.to : event.type));
  return { breaker, clock, call, repeat, states, made: () => calls };
}

describe('the circuit breaker', () => {
  it.each([
    DOWN,
    new DqeTimeoutError('matching', true, 10),
    new DqeConnectionLostError('matching', 'ECONNRESET'),
    new DqeHttpStatusError('token', 503),
  ])('opens on what says that the server is down: %s', async (error) => {
    const { breaker, call, repeat, made } = startBreaker();
    await repeat(10, error);
    expect(breaker.state).toBe('open');
    expect(await call()).toMatchObject({
      code: 'DQE_CIRCUIT_OPEN',
      sent: false,
      retryable: true,
      retryAfterMs: 5_000,
    });
    expect(made()).toBe(10);
  });

  it.each([
    { kind: 'error', errorId: '99' },
    new DqeHttpStatusError('token', 429),
    new DqeHttpStatusError('token', 404),
    new DqeTokenRefusedError(),
    new DqeMalformedAnswerError('token', '(body)', 'not JSON'),
    new Error('ours'),
  ])('stays closed on whatever a server that is up may answer: %s', async (ending) => {
    const { breaker, repeat, made } = startBreaker();
    await repeat(100, ending);
    expect(breaker.state).toBe('closed');
    expect(made()).toBe(100);
  });

  it('looks at the share of failures among the latest calls', async () => {
    const { breaker, call } = startBreaker();
    // Every other call fails: half is not more than half.
    for (let i = 0; i < 50; i += 1) await call(i % 2 === 0 ? null : DOWN);
    expect(breaker.state).toBe('closed');
    await call(DOWN);
    await call(DOWN);
    expect(breaker.state).toBe('open');
  });

  it('lets one call try once its time is over, and turns away the others meanwhile', async () => {
    const { breaker, clock, call, repeat, states, made } = startBreaker();
    await repeat(10, DOWN);
    clock.advance(4_999);
    expect(await call()).toMatchObject({ code: 'DQE_CIRCUIT_OPEN', retryAfterMs: 1 });
    clock.advance(1);
    let answer!: (value: unknown) => void;
    const probe = breaker.run('matching', () => new Promise((resolve) => (answer = resolve)));
    expect(breaker.state).toBe('half_open');
    expect(await call()).toMatchObject({ code: 'DQE_CIRCUIT_OPEN' });
    answer('scores');
    await probe;
    expect(breaker.state).toBe('closed');
    expect(made()).toBe(10);
    expect(states()).toEqual(['open', 'half_open', 'closed']);
    // What was before is forgotten.
    await repeat(5, DOWN);
    expect(breaker.state).toBe('closed');
  });

  it('stays open twice as long after each probe that fails, up to a limit', async () => {
    const { breaker, clock, repeat } = startBreaker({ ...SMALL, longestOpenMs: 15_000 });
    await repeat(10, DOWN);
    for (const period of [5_000, 10_000, 15_000, 15_000]) {
      expect(breaker.opensForMs).toBe(period);
      clock.advance(period);
      await repeat(1, DOWN);
    }
    clock.advance(15_000);
    await repeat(1, null);
    await repeat(10, DOWN);
    expect(breaker.opensForMs).toBe(5_000);
  });

  it('stays open as long as Retry-After asks, up to a limit', async () => {
    for (const [asked, period] of [
      [1_000, 5_000],
      [20_000, 20_000],
      [3_600_000, 60_000],
    ] as const) {
      const { breaker, repeat } = startBreaker();
      await repeat(10, new DqeHttpStatusError('token', 503, asked));
      expect(breaker.opensForMs).toBe(period);
    }
  });

  it('takes a refusal by the probe for a sign of life', async () => {
    const { breaker, clock, repeat } = startBreaker();
    await repeat(10, DOWN);
    clock.advance(5_000);
    await repeat(1, new DqeTokenRefusedError());
    expect(breaker.state).toBe('closed');
  });

  it('does nothing where it is off', async () => {
    const { breaker, repeat, states, made } = startBreaker(false);
    await repeat(1_000, DOWN);
    expect(made()).toBe(1_000);
    expect(breaker).toMatchObject({ state: 'off', opensForMs: 0 });
    expect(states()).toEqual([]);
  });
});
