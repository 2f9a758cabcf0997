import fc from 'fast-check';
import { InputRefusedError } from '../errors/sealed-fields-errors.js';
import { BlindIndex, truncatedHmac } from './blind-index.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const SECRET = 'an index secret of 32 bytes or more';

describe('truncatedHmac', () => {
  /** RFC 4231 §4, HMAC-SHA-256; case 5 is truncated to 128 bits there. */
  it.each([
    [
      1,
      Buffer.alloc(20, 0x0b),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      2,
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      3,
      Buffer.alloc(20, 0xaa),
      Buffer.alloc(50, 0xdd),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      4,
      Buffer.from(Array.from({ length: 25 }, (_, i) => i + 1)),
      Buffer.alloc(50, 0xcd),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [5, Buffer.alloc(20, 0x0c), 'Test With Truncation', 'a3b6167473100ee06e0c796c2955552b'],
    [
      6,
      Buffer.alloc(131, 0xaa),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      7,
      Buffer.alloc(131, 0xaa),
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('gives the output of RFC 4231, test case %i', (_, key, data, expected) => {
    expect(hex(truncatedHmac(key, data, expected.length / 2))).toBe(expected);
  });
});

describe('BlindIndex', () => {
  it('is what another implementation made of the same secret', () => {
    // By WebCrypto: HKDF-SHA-256 without salt, then HMAC-SHA-256, the first 16 bytes.
    const index = new BlindIndex(SECRET, { purpose: 'matches.number' });
    expect(hex(index.of('+33612345678'))).toBe('9eaa06ac1780fb8f29426254bb58a5d8');
  });

  it('is equal for equal values, and for no others', () => {
    const index = new BlindIndex(SECRET, { purpose: 'a' });
    const value = fc.string({ unit: 'binary' });
    fc.assert(fc.property(value, value, (a, b) => (hex(index.of(a)) === hex(index.of(b))) === (a === b)));
  });

  it('differs by purpose and by secret', () => {
    const all = [
      new BlindIndex(SECRET, { purpose: 'a' }),
      new BlindIndex(SECRET, { purpose: 'b' }),
      new BlindIndex(Buffer.from(`${SECRET}!`), { purpose: 'a' }),
    ].map((index) => hex(index.of('value')));
    expect(new Set(all).size).toBe(all.length);
    expect(hex(new BlindIndex(Buffer.from(SECRET), { purpose: 'a' }).of('value'))).toBe(all[0]);
  });

  it('takes the same for text that is the same after normalisation', () => {
    const index = new BlindIndex(SECRET, { purpose: 'a', normalise: (text) => text.trim() });
    expect(index.of(' x ')).toEqual(index.of('x'));
  });

  it.each([16, 64, 256])('has the length it was given: %i bits, the first of the longest', (bits) => {
    const longest = hex(new BlindIndex(SECRET, { purpose: 'a', bits: 256 }).of('value'));
    const short = new BlindIndex(SECRET, { purpose: 'a', bits }).of('value');
    expect(hex(short)).toBe(longest.slice(0, bits / 4));
    expect(short.buffer.byteLength).toBe(bits / 8);
  });

  it.each([
    ['a short secret', 'x'.repeat(31), { purpose: 'a' }],
    ['no purpose', SECRET, { purpose: '' }],
    ['too few bits', SECRET, { purpose: 'a', bits: 8 }],
    ['half a byte', SECRET, { purpose: 'a', bits: 20 }],
    ['more bits than there are', SECRET, { purpose: 'a', bits: 264 }],
  ])('refuses %s', (_, secret, options) => {
    expect(() => new BlindIndex(secret, options)).toThrow(InputRefusedError);
  });

  it('refuses half a surrogate pair: its UTF-8 would be that of others', () => {
    expect(() => new BlindIndex(SECRET, { purpose: 'a' }).of('\udc00')).toThrow(InputRefusedError);
  });
});
