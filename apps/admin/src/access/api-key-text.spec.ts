import { looksLikeApiKey, newApiKey, prefixOf } from './api-key-text.js';

it('a key has 256 random bits, of which the prefix shows 24', () => {
  const keys = Array.from({ length: 100 }, newApiKey);
  expect(new Set(keys).size).toBe(100);
  for (const key of keys) {
    expect(looksLikeApiKey(key)).toBe(true);
    expect(Buffer.from(key.slice('dqe_live_'.length), 'base64url')).toHaveLength(32);
    expect(key.startsWith(prefixOf(key))).toBe(true);
    expect(prefixOf(key)).toHaveLength('dqe_live_'.length + 4);
  }
});

it.each(['', 'dqe_live_', 'a-key-of-my-own-choice', `dqe_${'x'.repeat(43)}`, `dqe_live_${'x'.repeat(44)}`])(
  '%s is not looked up',
  (text) => {
    expect(looksLikeApiKey(text)).toBe(false);
  },
);
