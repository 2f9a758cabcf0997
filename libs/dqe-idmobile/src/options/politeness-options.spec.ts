import { optionsWith } from '../../../../test/support/dqe-calls.js';
import { DqeOptionsError } from '../errors/dqe-errors.js';

function refused(more: object): string[] {
  try {
    optionsWith(more);
    return [];
  } catch (error) {
    if (!(error instanceof DqeOptionsError)) throw error;
    return error.problems.map(({ field }) => field);
  }
}

describe('the options of politeness', () => {
  it('are switched off by false', () => {
    const off = { retries: false, circuitBreaker: false, concurrency: false } as const;
    expect(optionsWith(off)).toMatchObject(off);
  });

  it('take 0 for what it is', () => {
    const zero = {
      retries: { attempts: 0, firstDelayMs: 0, budgetRatio: 0, budgetBurst: 0 },
      concurrency: { queue: 0 },
    };
    expect(optionsWith(zero)).toMatchObject(zero);
    expect(optionsWith({ retries: { budgetRatio: false } }).retries).toMatchObject({ budgetRatio: false });
  });

  it('fill in what is left out, or undefined', () => {
    const { retries, circuitBreaker, concurrency } = optionsWith({
      retries: { attempts: 5, firstDelayMs: undefined },
      circuitBreaker: {},
      concurrency: { limit: 8 },
    });
    expect(retries).toMatchObject({ attempts: 5, firstDelayMs: 200 });
    expect(circuitBreaker).toMatchObject({ lastCalls: 50 });
    expect(concurrency).toEqual({ limit: 8, queue: 1_000 });
    expect([retries, circuitBreaker, concurrency].every(Object.isFrozen)).toBe(true);
  });

  it.each<[string, object]>([
    ['retries', { retries: 3 }],
    ['retries', { retries: true }],
    ['concurrency', { concurrency: 0 }],
    ['circuitBreaker', { circuitBreaker: null }],
    ['retries.attempts', { retries: { attempts: -1 } }],
    ['retries.attempts', { retries: { attempts: 1.5 } }],
    ['retries.budgetRatio', { retries: { budgetRatio: 1.1 } }],
    ['retries.budgetRatio', { retries: { budgetRatio: Number.NaN } }],
    ['retries.firstDelayMs', { retries: { firstDelayMs: 10_000 } }],
    ['retries.tries', { retries: { tries: 1 } }],
    ['retries.constructor', { retries: { constructor: 1 } }],
    ['circuitBreaker.failureRatio', { circuitBreaker: { failureRatio: 1 } }],
    ['circuitBreaker.failureRatio', { circuitBreaker: { failureRatio: 0 } }],
    ['circuitBreaker.minimumCalls', { circuitBreaker: { lastCalls: 5 } }],
    ['circuitBreaker.halfOpenAfterMs', { circuitBreaker: { halfOpenAfterMs: 61_000 } }],
    ['concurrency.limit', { concurrency: { limit: 0 } }],
    ['concurrency.queue', { concurrency: { queue: Infinity } }],
    ['random', { random: 0.5 }],
  ])('are refused at boot where %s is wrong: %j', (field, more) => {
    expect(refused(more)).toEqual([field]);
  });
});
