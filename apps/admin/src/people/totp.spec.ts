import { base32, isTotp, totpAt, totpUri } from './totp.js';

const SECRET = '12345678901234567890';

describe('totpAt', () => {
  // RFC 6238, appendix B, SHA-1.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %d s is %s', (seconds, code) => {
    expect(totpAt(SECRET, seconds * 1_000, 8)).toBe(code);
    expect(totpAt(SECRET, seconds * 1_000)).toBe(code.slice(2));
  });
});

describe('isTotp', () => {
  const now = 1_234_567_890_000;

  it('takes the code of this half minute, and of its neighbours', () => {
    const taken = [-60, -30, 0, 30, 60].map((s) => isTotp(SECRET, totpAt(SECRET, now + s * 1_000), now));
    expect(taken).toEqual([false, true, true, true, false]);
  });

  it.each(['', '12345', '1234567', '------', '００００００', '-1234 '])('takes no %j', (code) => {
    expect(isTotp(SECRET, code, now)).toBe(false);
  });
});

describe('base32', () => {
  // RFC 4648, §10, without padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('%j is %s', (text, encoded) => {
    expect(base32(text)).toBe(encoded);
  });

  it('stands in what a QR code holds', () => {
    expect(totpUri('foobar', 'a b@c.example', 'The Bank')).toBe(
      'otpauth://totp/The%20Bank:a%20b%40c.example?secret=MZXW6YTBOI&issuer=The%20Bank&digits=6&period=30',
    );
  });
});
