import { isOver } from './session-terms.js';

const MINUTE_MS = 60_000;
const begun = 1_000_000;
const at = (lastSeen: number) => ({
  createdAt: new Date(begun),
  lastSeenAt: new Date(begun + lastSeen * MINUTE_MS),
  expiresAt: new Date(begun + 720 * MINUTE_MS),
});

describe('isOver', () => {
  it.each([
    [0, 29, false],
    [0, 30, true],
    [700, 719, false],
    [719, 720, true],
    [719, 730, true],
  ])('last used after %d minutes, asked after %d: %s', (lastSeen, now, over) => {
    expect(isOver(at(lastSeen), begun + now * MINUTE_MS, 30)).toBe(over);
  });
});
