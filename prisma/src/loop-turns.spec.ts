import { loopTurns } from './loop-turns.js';

/** So many waits of which each follows another, with work in between; tells after how many a timer had its turn. */
async function waitsUntilTimer(turn: () => Promise<void>, most: number): Promise<number> {
  const timer = { fired: false };
  setTimeout(() => (timer.fired = true), 1);
  let waits = 0;
  for (; !timer.fired && waits < most; waits += 1) {
    await turn();
    const until = performance.now() + 1;
    while (performance.now() < until);
  }
  return waits;
}

describe('turns of the event loop', () => {
  it('without them, promises that follow each other keep timers waiting', async () => {
    expect(await waitsUntilTimer(() => Promise.resolve(), 100)).toBe(100);
  });

  it('whoever waits for them lets timers have their turn after so many milliseconds', async () => {
    const waits = await waitsUntilTimer(loopTurns(10), 100);
    expect(waits).toBeGreaterThan(1);
    expect(waits).toBeLessThan(40);
  });

  it('hold up nobody who has been at it for less', async () => {
    const turn = loopTurns(1_000);
    let passed = false;
    setImmediate(() => (passed = true));
    for (let i = 0; i < 100; i += 1) await turn();
    expect(passed).toBe(false);
  });
});
