import fc from 'fast-check';
import { boundsOf, LATENCY_BOUNDS, percentilesOf } from './latency-buckets.js';

const bucketOf = (ms: number) => LATENCY_BOUNDS.filter((bound) => bound <= ms).length;

const countsOf = (times: readonly number[]) =>
  [...new Set(times.map(bucketOf))].map((bucket) => ({
    bucket,
    matches: times.filter((ms) => bucketOf(ms) === bucket).length,
  }));

it('are in order, and begin where the one before ends', () => {
  expect([...LATENCY_BOUNDS].sort((a, b) => a - b)).toEqual(LATENCY_BOUNDS);
  expect(new Set(LATENCY_BOUNDS).size).toBe(LATENCY_BOUNDS.length);
  expect(boundsOf(0)).toEqual([0, 1]);
  for (let bucket = 1; bucket <= LATENCY_BOUNDS.length; bucket += 1) {
    expect(boundsOf(bucket)[0]).toBe(boundsOf(bucket - 1)[1]);
  }
});

it('a percentile lies within the bucket of the time at its rank', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 200 }), (times) => {
      const sorted = [...times].sort((a, b) => a - b);
      const found = percentilesOf(countsOf(times));
      expect(found.answered).toBe(times.length);
      for (const [share, value] of [[0.5, found.p50] as const, [0.95, found.p95] as const]) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const [from, to] = boundsOf(bucketOf(exact));
        expect(value).toBeGreaterThanOrEqual(from);
        expect(value).toBeLessThanOrEqual(to);
      }
    }),
  );
});

it('of nothing there is none', () => {
  expect(percentilesOf([])).toEqual({ answered: 0, p50: null, p95: null, p99: null });
});
