import fc from 'fast-check';

import { ManualClock, optionsWith, settled } from '../../../../../test/support/dqe-calls.js';
import { DqeBusyError } from '../../errors/dqe-errors.js';
import type { ConcurrencyOptions } from '../../options/dqe-idmobile-options.js';
import { ConcurrencyLimit } from './concurrency-limit.js';

/** A limit, and calls that end when they are told to. */
function startLimit(concurrency: ConcurrencyOptions | false) {
  const clock = new ManualClock();
  const limit = new ConcurrencyLimit(optionsWith({ concurrency, clock }));
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const call = (id: number, longestWaitMs = 1_000) => {
    const done = limit.run('matching', longestWaitMs, () => {
      started.push(id);
      return new Promise<void>((resolve) => ends.set(id, resolve));
    });
    return done.then(
      () => 'done',
      (error: unknown) => (error instanceof DqeBusyError ? 'busy' : 'failed'),
    );
  };
  const end = async (id: number) => {
    ends.get(id)?.();
    await settled();
  };
  return { clock, limit, started, call, end };
}

describe('the concurrency limit', () => {
  it('lets so many through, keeps so many waiting in order, and turns the rest away', async () => {
    const { limit, started, call, end } = startLimit({ limit: 2, queue: 2 });
    const calls = [1, 2, 3, 4, 5].map((id) => call(id));
    await expect(calls[4]).resolves.toBe('busy');
    expect(started).toEqual([1, 2]);
    expect(limit).toMatchObject({ inFlight: 2, queued: 2 });
    await end(2);
    await end(1);
    expect(started).toEqual([1, 2, 3, 4]);
    await end(3);
    await end(4);
    expect(limit).toMatchObject({ inFlight: 0, queued: 0 });
  });

  it('has no queue at 0', async () => {
    const { call, end } = startLimit({ limit: 1, queue: 0 });
    const first = call(1);
    await expect(call(2)).resolves.toBe('busy');
    await end(1);
    await expect(first).resolves.toBe('done');
  });

  it('turns nobody away where it is off, and counts all the same', () => {
    const { limit, started, call } = startLimit(false);
    for (let id = 0; id < 5_000; id += 1) void call(id);
    expect(started).toHaveLength(5_000);
    expect(limit).toMatchObject({ inFlight: 5_000, queued: 0 });
  });

  it('keeps nobody waiting longer than he may, and gives his place in the queue to another', async () => {
    const { clock, limit, started, call, end } = startLimit({ limit: 1, queue: 2 });
    void call(1);
    const impatient = call(2, 100);
    void call(3, 1_000);
    clock.advance(100);
    await expect(impatient).resolves.toBe('busy');
    expect(limit.queued).toBe(1);
    void call(4, 1_000);
    await end(1);
    // cockatiel 3.2.1's bulkhead calls nobody here (docs/decisions/0007).
    expect(started).toEqual([1, 3]);
    await end(3);
    expect(started).toEqual([1, 3, 4]);
  });

  it('lets nobody overtake, not even at the moment a place is left', async () => {
    const { started, call, end } = startLimit({ limit: 1, queue: 5 });
    void call(1);
    void call(2);
    const leaving = end(1);
    void call(3);
    await leaving;
    await end(2);
    expect(started).toEqual([1, 2, 3]);
  });

  it('never has more under way or waiting than it may, and forgets no one, whatever happens', async () => {
    const step = fc.oneof(fc.constant('call' as const), fc.constant('end' as const), fc.nat(300));
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(4),
        async (steps, most, queue) => {
          const { clock, limit, started, call, end } = startLimit({ limit: most, queue });
          const results: Promise<string>[] = [];
          let ended = 0;
          for (const what of steps) {
            if (what === 'call') results.push(call(results.length, 200));
            else if (what === 'end') await end(started[ended++] ?? -1);
            else clock.advance(what);
            ended = Math.min(ended, started.length);
            expect(limit.inFlight).toBeLessThanOrEqual(most);
            expect(limit.queued).toBeLessThanOrEqual(queue);
          }
          while (ended < started.length) await end(started[ended++]!);
          expect((await Promise.all(results)).every((result) => result !== 'failed')).toBe(true);
          expect(limit).toMatchObject({ inFlight: 0, queued: 0 });
        },
      ),
      { numRuns: 100 },
    );
  });
});
