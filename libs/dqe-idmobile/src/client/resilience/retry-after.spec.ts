import { readRetryAfter } from './retry-after.js';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 0);

describe('Retry-After', () => {
  it.each<[unknown, number | null]>([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
    ['Sun Nov  6 08:49:37 1994', 37_000],
    ['Sun, 06 Nov 1994 08:48:00 GMT', 0],
    ['-1', null],
    ['1.5', null],
    ['9'.repeat(10), null],
    ['soon', null],
    ['', null],
    ['Sun, 99 Nov 1994 08:49:37 GMT', null],
    [undefined, null],
    [['1', '2'], null],
  ])('%j is %p ms', (header, expected) => {
    expect(readRetryAfter(header, NOW)).toBe(expected);
  });
});
