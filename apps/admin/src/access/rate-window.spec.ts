import { RateWindow } from './rate-window.js';

describe('RateWindow', () => {
  it('counts each key by itself, and forgets all at the end of the window', () => {
    let now = 1_000;
    const window = new RateWindow(60_000, () => now);
    expect(window.hit('a')).toEqual({ hits: 1, secondsLeft: 60 });
    now += 59_500;
    expect(window.hit('a')).toEqual({ hits: 2, secondsLeft: 1 });
    expect(window.hit('b').hits).toBe(1);
    now += 500;
    expect(window.hit('a')).toEqual({ hits: 1, secondsLeft: 60 });
  });
});
