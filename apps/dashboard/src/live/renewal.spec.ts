import { jest } from '@jest/globals';
import { GATHER_MS, PAUSE_MS, Renewal } from './renewal.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A renewal that takes as long as it is told. */
function renewing(takesMs = 0) {
  const begun: number[] = [];
  const renewal = new Renewal(async () => {
    begun.push(Date.now());
    if (takesMs > 0) await new Promise((done) => setTimeout(done, takesMs));
  });
  const start = Date.now();
  return { renewal, times: () => begun.map((at) => at - start) };
}
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

it('renews once for what comes together', async () => {
  const { renewal, times } = renewing();
  for (let n = 0; n < 5; n += 1) renewal.ask();
  await pass(60_000);
  expect(times()).toEqual([GATHER_MS]);
});

it('pauses between two, and misses nothing that comes meanwhile', async () => {
  const { renewal, times } = renewing();
  for (let at = 0; at < 20_000; at += 100) {
    renewal.ask();
    await pass(100);
  }
  await pass(60_000);
  const gaps = times().map((at, index, all) => at - (all[index - 1] ?? 0));
  expect(gaps[0]).toBe(GATHER_MS);
  expect(new Set(gaps.slice(1))).toEqual(new Set([PAUSE_MS]));
  expect(times().at(-1)).toBeGreaterThanOrEqual(19_900);
});

it('never runs two at once: what is asked for during one comes after it', async () => {
  const { renewal, times } = renewing(30_000);
  renewal.ask();
  await pass(GATHER_MS + 10);
  renewal.ask();
  await pass(120_000);
  expect(times()).toEqual([GATHER_MS, GATHER_MS + 30_000 + PAUSE_MS]);
});

it('goes on after one that failed, and not once it is stopped', async () => {
  let tries = 0;
  const renewal = new Renewal(() => Promise.reject(new Error(String((tries += 1)))));
  renewal.ask();
  await pass(GATHER_MS);
  renewal.ask();
  await pass(PAUSE_MS);
  expect(tries).toBe(2);
  renewal.ask();
  renewal.stop();
  await pass(60_000);
  expect(tries).toBe(2);
});
