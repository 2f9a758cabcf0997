import fc from 'fast-check';
import { fromBase64, toBase64 } from './base64.js';

const SETTINGS = { seed: 4648, numRuns: 1000 };

describe('base64', () => {
  it('comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase64(toBase64(bytes))).toEqual(Buffer.from(bytes));
      }),
      SETTINGS,
    );
  });

  it('has one text for some bytes: any other, one character away, is refused or is of other bytes', () => {
    const characters = fc.oneof(
      fc.constantFrom(...Array.from('AQgz09+/-_= \n\t.é😀')),
      fc.string({ minLength: 1, maxLength: 1 }),
    );
    const edits = fc.tuple(fc.uint8Array({ maxLength: 12 }), fc.nat(), fc.nat(1), characters);
    fc.assert(
      fc.property(edits, ([bytes, at, drop, character]) => {
        const text = toBase64(bytes);
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + character + text.slice(place + drop);
        const read = fromBase64(changed);
        if (read !== null) expect(toBase64(read)).toBe(changed);
      }),
      SETTINGS,
    );
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'AB==',
    'AAB=',
    'AA=A',
    '====',
    'AA==\n',
    'AA==AA==',
    '-_-_',
    'A A=',
    'AAAA=',
    'AAAAé===',
    '\u0141AAA',
  ])('refuses %j', (text) => expect(fromBase64(text)).toBeNull());
});
