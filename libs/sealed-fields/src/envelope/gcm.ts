import { createCipheriv, createDecipheriv } from 'node:crypto';

export const IV_BYTES = 12;
export const TAG_BYTES = 16;

const OPTIONS = { authTagLength: TAG_BYTES };

/**
 * AES-256-GCM (NIST SP 800-38D) with a 96-bit IV and a 128-bit tag, the one combination this library uses.
 * Writes `ciphertext | tag` to `out`, from `at` on.
 */
export function gcmSeal(
  key: Uint8Array,
  iv: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  out: Uint8Array,
  at: number,
): void {
  const cipher = createCipheriv('aes-256-gcm', key, iv, OPTIONS);
  cipher.setAAD(aad);
  out.set(cipher.update(plaintext), at);
  cipher.final(); // a stream mode: nothing is left, but the tag is made here
  out.set(cipher.getAuthTag(), at + plaintext.length);
}

/**
 * @param sealed `ciphertext | tag`
 * @returns null where the tag is wrong; nothing of the unauthenticated plaintext is left then
 */
export function gcmOpen(key: Uint8Array, iv: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Buffer | null {
  const end = sealed.length - TAG_BYTES;
  if (end < 0) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, iv, OPTIONS);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  const opened = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
  } catch {
    opened.fill(0);
    return null;
  }
  return opened;
}
