import fc from 'fast-check';
import { JITTER, LONGEST_RETRY_AFTER_MS, PAUSES_MS, pauseAfter } from './delivery-schedule.js';

const HOUR = 3_600_000;
const pauses = (random: number) =>
  PAUSES_MS.map((_pause, index) => pauseAfter(index + 1, 'match.settled', random, null)!);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

it('begins within seconds, gets slower, and ends after a day', () => {
  const shortest = pauses(0);
  expect(shortest[0]).toBe(5_000);
  expect([...shortest].sort((a, b) => a - b)).toEqual(shortest);
  expect(sum(shortest)).toBeGreaterThan(24 * HOUR);
  expect(sum(pauses(0.999))).toBeLessThan(27 * HOUR);
  expect(pauseAfter(PAUSES_MS.length + 1, 'match.settled', 0, null)).toBeNull();
});

it('a test is tried once', () => {
  expect(pauseAfter(1, 'webhook.test', 0, null)).toBeNull();
});

it('never pauses shorter than it says, nor than the receiver asks, up to a day', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: PAUSES_MS.length }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.option(fc.integer({ min: 0, max: 100 * HOUR })),
      (tries, random, retryAfterMs) => {
        const pause = pauseAfter(tries, 'match.expired', random, retryAfterMs)!;
        const own = PAUSES_MS[tries - 1]!;
        const asked = Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
        expect(pause).toBeGreaterThanOrEqual(Math.max(own, asked));
        expect(pause).toBeLessThanOrEqual(Math.max(own * (1 + JITTER) + 1, asked));
      },
    ),
  );
});
