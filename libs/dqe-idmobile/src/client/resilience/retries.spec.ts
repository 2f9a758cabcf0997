import { HurriedClock, optionsWith, wireCalls } from '../../../../../test/support/dqe-calls.js';
import {
  DqeBusyError,
  type DqeCall,
  DqeCircuitOpenError,
  DqeConnectionLostError,
  DqeHttpStatusError,
  DqeMalformedAnswerError,
  DqeTimeoutError,
  DqeTokenRefusedError,
  DqeUnreachableError,
} from '../../errors/dqe-errors.js';
import type { DqeIdmobileOptions } from '../../options/dqe-idmobile-options.js';

function startRetries(more: Partial<DqeIdmobileOptions> = {}) {
  const clock = new HurriedClock();
  const options = optionsWith({ clock, random: () => 0.5, ...more });
  const { retries } = wireCalls(() => Promise.reject(new Error('not this way')), options);
  let attempts = 0;
  const run = (error: Error, forMs = 30_000) =>
    retries
      .run(clock.now() + forMs, () => {
        attempts += 1;
        return Promise.reject(error);
      })
      .catch((reason: unknown) => reason);
  return { clock, retries, run, made: () => attempts };
}
const unlimited = { retries: { budgetRatio: false } } as const;

describe('a failed call', () => {
  it.each<[string, Error, number]>([
    ['token', new DqeUnreachableError('token', 'ECONNREFUSED'), 3],
    ['token', new DqeTimeoutError('token', true, 10), 3],
    ['token', new DqeConnectionLostError('token', 'ECONNRESET'), 3],
    ['token', new DqeHttpStatusError('token', 500), 3],
    ['token', new DqeHttpStatusError('token', 429), 3],
    ['token', new DqeHttpStatusError('token', 404), 1],
    ['token', new DqeTokenRefusedError(), 1],
    ['token', new DqeMalformedAnswerError('token', '(body)', 'not JSON'), 1],
    ['token', new DqeCircuitOpenError('token', 1_000), 1],
    ['token', new DqeBusyError('token'), 1],
    ['matching', new DqeUnreachableError('matching', 'ECONNREFUSED'), 3],
    ['matching', new DqeTimeoutError('matching', true, 10), 1],
    ['matching', new DqeTimeoutError('matching', false, 10), 1],
    ['matching', new DqeConnectionLostError('matching', 'ECONNRESET'), 1],
    ['matching', new DqeHttpStatusError('matching', 503, 1_000), 1],
    ['matching', new DqeHttpStatusError('matching', 429, 1_000), 1],
    ['retrieval', new DqeUnreachableError('retrieval', 'ECONNREFUSED'), 1],
    ['token', new Error('ours'), 1],
  ])('(%s: %s) is attempted so often in all: %i', async (_call, error, attempts) => {
    const { run, made } = startRetries(unlimited);
    expect(await run(error)).toBe(error);
    expect(made()).toBe(attempts);
  });

  it.each<[string, DqeIdmobileOptions['retries']]>([
    ['retries: false', false],
    ['attempts: 0', { attempts: 0 }],
    ['no budget at all', { budgetRatio: 0, budgetBurst: 0 }],
  ])('is not repeated with %s', async (_name, retries) => {
    const { clock, run, made } = startRetries({ retries });
    await run(new DqeUnreachableError('token', 'ECONNREFUSED'));
    expect(made()).toBe(1);
    expect(clock.pauses).toEqual([]);
  });

  it('is repeated after a random part of a pause that doubles', async () => {
    const draws = [0, 0.25, 0.999, 0.5];
    const retries = { attempts: 4, firstDelayMs: 100, longestDelayMs: 300 };
    const { clock, run } = startRetries({ retries, random: () => draws.shift() ?? 0 });
    await run(new DqeUnreachableError('token', 'ECONNREFUSED'));
    expect(clock.pauses).toEqual([0, 50, 299, 150]);
  });

  it('is repeated no sooner than Retry-After says', async () => {
    const { clock, run } = startRetries(unlimited);
    await run(new DqeHttpStatusError('token', 503, 7_000));
    expect(clock.pauses).toEqual([7_100, 7_200]);
  });

  it('fails at once where Retry-After is beyond the deadline', async () => {
    const { clock, run, made } = startRetries(unlimited);
    await run(new DqeHttpStatusError('token', 503, 30_000));
    expect(made()).toBe(1);
    expect(clock.pauses).toEqual([]);
  });

  it('that succeeds at last is a success', async () => {
    const { clock, retries } = startRetries();
    let attempts = 0;
    const answer = await retries.run(clock.now() + 1_000, () => {
      attempts += 1;
      return attempts < 3 ? Promise.reject(new DqeTimeoutError('token', true, 1)) : Promise.resolve('token');
    });
    expect(answer).toBe('token');
  });
});

describe('the budget', () => {
  const down = (call: DqeCall = 'token') => new DqeUnreachableError(call, 'ECONNREFUSED');

  it('allows a burst, and then so many for each call made', async () => {
    const { run, made } = startRetries();
    for (let i = 0; i < 1_000; i += 1) await run(down());
    // 1,000, the burst of 10, and 3 % of 1,000, less what the full bucket could not take at the start.
    expect(made()).toBeGreaterThan(1_030);
    expect(made()).toBeLessThanOrEqual(1_040);
  });

  it('saves no more than the burst, however long all goes well', async () => {
    const { clock, retries, run, made } = startRetries({ retries: { budgetBurst: 2, attempts: 5 } });
    for (let i = 0; i < 10_000; i += 1) await retries.run(clock.now() + 1, () => Promise.resolve());
    await run(down());
    expect(made()).toBe(3);
  });
});
