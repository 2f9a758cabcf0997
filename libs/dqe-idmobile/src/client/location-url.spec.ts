import fc from 'fast-check';

import { locationUrl } from './location-url.js';

describe('an address for a Location header', () => {
  it.each([
    "https://ok.example/?a=b%20c&flag&sig=~x'y#frag",
    'https://ok.example?q=a|b',
    'http://localhost:3000',
  ])('stays to the letter: %s', (value) => {
    expect(locationUrl(value)).toBe(value);
  });

  it.each([
    ['https://ok.example/a\r\nset-cookie: x=1', 'https://ok.example/aset-cookie:%20x=1'],
    ['https:ok.example/a', 'https://ok.example/a'],
    ['https:\\\\ok.example\\a', 'https://ok.example/a'],
    ['HTTPS://OK.example/A', 'https://ok.example/A'],
    ['https://ok.example/é', 'https://ok.example/%C3%A9'],
  ])('is written as the standard does where a browser might read it otherwise: %j', (value, written) => {
    expect(locationUrl(value)).toBe(written);
  });

  it('never holds what a header must not, and leads where the address led', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string(), (url, more) => {
        const value = `${url}${more}`;
        if (!URL.canParse(value)) return;
        const location = locationUrl(value);
        expect(location).toMatch(/^[\x21-\x7e]+$/);
        expect(new URL(location).href).toBe(new URL(value).href);
      }),
    );
  });
});
