import fc from 'fast-check';

import { withQuery } from './with-query.js';

describe('parameters added to an address', () => {
  it.each([
    ['https://a.example', 'https://a.example?x=1'],
    ['https://a.example/cb?', 'https://a.example/cb?x=1'],
    ['https://a.example/cb?sig=a%20b%2Bc', 'https://a.example/cb?sig=a%20b%2Bc&x=1'],
    ["https://a.example/?flag&sig=~x'y#top?#2", "https://a.example/?flag&sig=~x'y&x=1#top?#2"],
    ['https://a.example/?x=mine&y=2#top', 'https://a.example/?x=1&y=2#top'],
  ])('of %s', (address, expected) => {
    expect(withQuery(address, { x: '1' })).toBe(expected);
  });

  it('are read as they were given, once, and leave the place as it was', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.string(),
        (address, value) => {
          const [before, after] = [new URL(address), new URL(withQuery(address, { matchId: value }))];
          expect(after.searchParams.getAll('matchId')).toEqual([value.toWellFormed()]);
          expect([after.origin, after.pathname, after.hash]).toEqual([
            before.origin,
            before.pathname,
            before.hash,
          ]);
        },
      ),
    );
  });
});
