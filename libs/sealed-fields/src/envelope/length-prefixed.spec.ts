import fc from 'fast-check';
import { InputRefusedError } from '../errors/sealed-fields-errors.js';
import { lengthPrefixed } from './length-prefixed.js';

const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 4 });
const named = (words: readonly string[]) => Object.fromEntries(words.map((w, i) => [`word${i}`, w]));

describe('lengthPrefixed', () => {
  it('gives different bytes for different lists', () => {
    const list = fc.array(word, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const equal = lengthPrefixed(named(a)).equals(lengthPrefixed(named(b)));
        return equal === (JSON.stringify(a) === JSON.stringify(b));
      }),
    );
    expect(lengthPrefixed({ a: 'a', b: 'bc' })).not.toEqual(lengthPrefixed({ a: 'ab', b: 'c' }));
  });

  it('is what the README says', () => {
    expect(
      lengthPrefixed({ a: 'é', b: 'x'.repeat(300) })
        .subarray(0, 7)
        .toString('hex'),
    ).toBe('0002c3a9012c78');
  });

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(65_536)],
    ['too long in UTF-8', 'é'.repeat(32_768)],
    ['half a surrogate pair', 'a\ud800b'],
  ])('refuses what is %s, and names it', (_, text) => {
    expect(() => lengthPrefixed({ 'place.row': text })).toThrow(InputRefusedError);
    expect(() => lengthPrefixed({ 'place.row': text })).toThrow(/^The place\.row was refused/);
  });
});
