import { type KeyTerms, standingOf } from './key-standing.js';

const NOW = 1_000_000;
const at = (ms: number) => new Date(NOW + ms);
const terms = (some: Partial<KeyTerms>): KeyTerms => ({
  expiresAt: null,
  overlapUntil: null,
  revokedAt: null,
  ...some,
});

it.each<readonly [Partial<KeyTerms>, string]>([
  [{}, 'active'],
  [{ expiresAt: at(1) }, 'active'],
  [{ expiresAt: at(0) }, 'expired'],
  [{ overlapUntil: at(1) }, 'replaced'],
  [{ overlapUntil: at(0) }, 'expired'],
  [{ overlapUntil: at(10), expiresAt: at(0) }, 'expired'],
  [{ revokedAt: at(-1) }, 'revoked'],
  [{ revokedAt: at(-1), expiresAt: at(-2), overlapUntil: at(5) }, 'revoked'],
])('%j is %s', (some, standing) => {
  expect(standingOf(terms(some), NOW)).toBe(standing);
});
