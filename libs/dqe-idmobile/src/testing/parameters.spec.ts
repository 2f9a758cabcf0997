import fc from 'fast-check';
import { readParameters } from './parameters.js';

describe('readParameters', () => {
  it('reads back whatever was encoded, in both usual forms', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.dictionary(text, text), (given) => {
        const entries = Object.entries(given);
        const percent = entries
          .map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`)
          .join('&');
        for (const encoded of [percent, new URLSearchParams(entries).toString()]) {
          const { params, malformed } = readParameters(encoded);
          expect(malformed).toBe(false);
          expect(Object.entries(params).sort()).toEqual(entries.sort());
        }
      }),
    );
  });

  it('takes a plus for a space, as forms do', () => {
    expect(readParameters('number=+32470000001').params['number']).toBe(' 32470000001');
    expect(readParameters('number=%2B32470000001').params['number']).toBe('+32470000001');
  });

  it.each([
    ['half an escape', 'name=%C'],
    ['Latin-1 instead of UTF-8', 'name=Caf%E9'],
    ['a raw letter outside ASCII', 'name=Café'],
    ['a name that comes twice', 'name=a&name=b'],
  ])('refuses %s', (_what, encoded) => {
    expect(readParameters(encoded).malformed).toBe(true);
  });

  it('has no special names', () => {
    expect(readParameters('__proto__=x').params['__proto__']).toBe('x');
    expect(readParameters('toString=x').malformed).toBe(false);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (encoded) => void readParameters(encoded)));
  });
});
