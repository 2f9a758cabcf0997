import { retryAfterMsOf } from './retry-after.js';

const NOW = new Date('2026-03-01T12:00:00Z');

it.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 01 Mar 2026 12:05:00 GMT', 300_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['2027', 2_027_000],
  [['1', '2'], null],
  [undefined, null],
])('%j asks for %j ms', (header, ms) => expect(retryAfterMsOf(header, NOW)).toBe(ms));
