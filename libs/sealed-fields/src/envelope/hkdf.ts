import { hkdfSync } from 'node:crypto';

/**
 * HKDF-SHA-256 (RFC 5869). Our keys are random and full-length, so there is no salt (§3.1); `info` keeps apart the
 * keys that are made of one secret for different ends (§3.2).
 */
export function hkdf(secret: Uint8Array, info: string | Uint8Array, bytes: number, salt = NO_SALT): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
}

const NO_SALT = new Uint8Array(0);
