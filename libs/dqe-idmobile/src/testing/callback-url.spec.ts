import fc from 'fast-check';
import { callbackUrl } from './callback-url.js';

describe('callbackUrl', () => {
  it.each([
    ['https://p.example', 'https://p.example?token=T&status=success'],
    ['https://p.example/cb', 'https://p.example/cb?token=T&status=success'],
    ['https://p.example/cb?', 'https://p.example/cb?token=T&status=success'],
    ['https://p.example/cb?a=1', 'https://p.example/cb?a=1&token=T&status=success'],
    ['https://p.example/cb??', 'https://p.example/cb??&token=T&status=success'],
    ['https://p.example/cb?a=1&', 'https://p.example/cb?a=1&token=T&status=success'],
    ['https://p.example/cb?a=x%20y+z#part', 'https://p.example/cb?a=x%20y+z&token=T&status=success#part'],
  ])('adds to %s', (redirectUri, expected) => {
    expect(callbackUrl(redirectUri, 'T', 'success')).toBe(expected);
  });

  it("keeps the partner's own parameters and adds its two", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (redirectUri) => {
        const before = new URL(redirectUri);
        const after = new URL(callbackUrl(redirectUri, 'TOK1', 'error'));
        expect(after.origin + after.pathname + after.hash).toBe(
          before.origin + before.pathname + before.hash,
        );
        expect([...after.searchParams].slice(-2)).toEqual([
          ['token', 'TOK1'],
          ['status', 'error'],
        ]);
        expect([...after.searchParams].slice(0, -2)).toEqual([...before.searchParams]);
      }),
    );
  });
});
