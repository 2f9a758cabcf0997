import fc from 'fast-check';
import { EVERY, lastPeriod } from './report-schedule.js';

const text = (every: (typeof EVERY)[number], at: string) => {
  const { from, to } = lastPeriod(every, new Date(at));
  return [from, to].map((end) => end.toISOString().slice(0, 10));
};

it.each([
  ['day', '2026-03-01T00:00:00Z', '2026-02-28', '2026-03-01'],
  ['week', '2026-11-26T12:00:00Z', '2026-11-16', '2026-11-23'],
  ['week', '2026-11-23T00:00:00Z', '2026-11-16', '2026-11-23'],
  ['month', '2026-01-15T00:00:00Z', '2025-12-01', '2026-01-01'],
] as const)('the last %s before %s is from %s to %s', (every, at, from, to) => {
  expect(text(every, at)).toEqual([from, to]);
});

it('is over, and what follows it is not', () => {
  const times = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...EVERY), times, (every, at) => {
      const { from, to } = lastPeriod(every, at);
      expect(from < to && to <= at).toBe(true);
      // At its own end it is the last one still.
      expect(lastPeriod(every, to)).toEqual({ from, to });
      const next = lastPeriod(every, new Date(to.getTime() + 31 * 86_400_000));
      expect(next.from >= to).toBe(true);
    }),
  );
});
