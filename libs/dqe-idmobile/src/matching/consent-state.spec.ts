import { createHash } from 'node:crypto';

import fc from 'fast-check';

import { createState, hashState, isState, redirectUriWith } from './consent-state.js';

describe('the state of a callback URL', () => {
  it('is 256 random bits, and known by its SHA-256', () => {
    const { value, hash } = createState();
    expect(Buffer.from(value, 'base64url')).toHaveLength(32);
    expect(hash).toBe(createHash('sha256').update(value).digest('hex'));
    expect(hash).toBe(hashState(value));
  });

  it('is never the same twice', () => {
    const values = Array.from({ length: 10_000 }, () => createState().value);
    expect(new Set(values).size).toBe(values.length);
  });

  it('is recognised', () => {
    expect(isState(createState().value)).toBe(true);
  });

  it.each([
    undefined,
    null,
    '',
    43,
    ['A'.repeat(43)],
    { length: 43 },
    'A'.repeat(42),
    'A'.repeat(44),
    'A'.repeat(42) + '=',
    'A'.repeat(42) + ' ',
    'A'.repeat(43) + '\n',
  ])('is not %j', (value) => {
    expect(isState(value)).toBe(false);
  });

  it('travels inside the callback URL and leaves what else is there', () => {
    const url = new URL(redirectUriWith('https://www.partner.example/cb?tenant=a%20b&x=1', 'S'));
    expect([...url.searchParams]).toEqual([
      ['tenant', 'a b'],
      ['x', '1'],
      ['state', 'S'],
    ]);
    expect(url.origin + url.pathname).toBe('https://www.partner.example/cb');
  });

  it('leaves the query of the partner to the letter', () => {
    expect(redirectUriWith('https://www.partner.example/cb?sig=a%20b%2Bc', 'S')).toBe(
      'https://www.partner.example/cb?sig=a%20b%2Bc&state=S',
    );
  });

  it('arrives as it was sent, whatever the query of the partner', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (callback) => {
        const { value } = createState();
        expect(new URL(redirectUriWith(callback, value)).searchParams.getAll('state').at(-1)).toBe(value);
      }),
    );
  });
});
