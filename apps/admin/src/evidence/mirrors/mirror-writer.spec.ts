import { jest } from '@jest/globals';
import type { Mirror } from './mirror.js';
import { MirrorWriter } from './mirror-writer.js';

const PACE = { everyMs: 10_000, longestMs: 40_000 };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function aWriter(write: Mirror['write'] = () => Promise.resolve()) {
  const given: number[] = [];
  const told: string[] = [];
  const mirror: Mirror = {
    label: '1',
    write: (note, signal) => {
      given.push(Number(note));
      return write(note, signal);
    },
  };
  const writer = new MirrorWriter(
    mirror,
    { failed: () => told.push('failed'), worked: () => told.push('worked') },
    PACE,
  );
  const offer = (...sizes: number[]) => {
    for (const size of sizes) writer.offer({ size, note: String(size) });
  };
  return { writer, given, told, offer };
}

describe('one mirror', () => {
  it('gets the first at once, and then the latest, not more often than every ten seconds', async () => {
    const { given, offer } = aWriter();
    offer(1);
    await jest.advanceTimersByTimeAsync(0);
    expect(given).toEqual([1]);
    offer(2, 3, 4);
    await jest.advanceTimersByTimeAsync(9_000);
    expect(given).toEqual([1]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(given).toEqual([1, 4]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(given).toEqual([1, 4]);
  });

  it('never goes back', async () => {
    const { given, offer } = aWriter();
    offer(5, 3, 5);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(given).toEqual([5]);
  });

  it('that fails is tried again, more and more seldom, with what is the latest then', async () => {
    let broken = true;
    const { writer, given, told, offer } = aWriter(() =>
      broken ? Promise.reject(new Error('full')) : Promise.resolve(),
    );
    offer(1);
    await jest.advanceTimersByTimeAsync(0);
    offer(2);
    await jest.advanceTimersByTimeAsync(20_000);
    expect([given, writer.failures]).toEqual([[1, 2], 2]);
    await jest.advanceTimersByTimeAsync(400_000);
    expect(given.length).toBeLessThan(14);
    broken = false;
    await jest.advanceTimersByTimeAsync(40_000);
    expect([writer.failures, told.at(-1), writer.failed]).toEqual([0, 'worked', given.length - 1]);
  });

  it('gets the last one at the end, without waiting for its turn', async () => {
    const { writer, given, offer } = aWriter();
    offer(1);
    await jest.advanceTimersByTimeAsync(0);
    offer(2);
    await writer.stop(1_000);
    expect(given).toEqual([1, 2]);
    offer(3);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(given).toEqual([1, 2]);
  });

  it('that hangs holds up no end', async () => {
    const { writer, offer } = aWriter(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('interrupted')));
        }),
    );
    offer(1);
    await jest.advanceTimersByTimeAsync(0);
    const stopped = writer.stop(1_000);
    await jest.advanceTimersByTimeAsync(1_000);
    await stopped;
  });
});
