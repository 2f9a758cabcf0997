import { hkdf } from './hkdf.js';

const bytes = (hex: string) => Buffer.from(hex, 'hex');
const run = (from: number, to: number) =>
  Buffer.from(Array.from({ length: to - from + 1 }, (_, i) => from + i));

/** RFC 5869, appendix A, the cases with SHA-256. */
describe('hkdf', () => {
  it('gives the output of A.1', () => {
    expect(hkdf(Buffer.alloc(22, 0x0b), run(0xf0, 0xf9), 42, run(0x00, 0x0c))).toEqual(
      bytes('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'),
    );
  });

  it('gives the output of A.2, with long inputs', () => {
    expect(hkdf(run(0x00, 0x4f), run(0xb0, 0xff), 82, run(0x60, 0xaf))).toEqual(
      bytes(
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
      ),
    );
  });

  it('gives the output of A.3, without salt and info', () => {
    expect(hkdf(Buffer.alloc(22, 0x0b), '', 42)).toEqual(
      bytes('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'),
    );
  });
});
