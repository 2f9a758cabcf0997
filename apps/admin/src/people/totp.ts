import { createHmac, timingSafeEqual } from 'node:crypto';

const PERIOD_MS = 30_000;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of this moment: RFC 6238 with SHA-1, six digits and 30 seconds, which is what authenticator apps speak. */
export const totpAt = (secret: string, now: number, digits = DIGITS): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / PERIOD_MS)));
  const hash = createHmac('sha1', Buffer.from(secret, 'latin1')).update(counter).digest();
  const offset = (hash[hash.length - 1] ?? 0) & 0xf;
  const number = hash.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
};

/** Clocks may be half a minute apart. */
export const isTotp = (secret: string, code: string, now: number): boolean =>
  [-PERIOD_MS, 0, PERIOD_MS]
    .map((shift) => timingSafeEqual(Buffer.from(totpAt(secret, now + shift)), Buffer.from(padded(code))))
    .includes(true);

const padded = (code: string) => (/^\d{6}$/.test(code) ? code : '------');

/** RFC 4648, without padding: how secrets are typed into an app. */
export function base32(secret: string): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of Buffer.from(secret, 'latin1')) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >>> bits) & 31] ?? '';
    }
    held &= 0xff;
  }
  return bits === 0 ? text : text + (ALPHABET[(held << (5 - bits)) & 31] ?? '');
}

/** What a QR code holds. */
export const totpUri = (secret: string, account: string, issuer: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}` +
  `?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&digits=${DIGITS}&period=30`;
