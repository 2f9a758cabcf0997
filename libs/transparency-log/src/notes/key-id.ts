import { hash } from 'node:crypto';
import { KeyRefusedError } from '../errors/transparency-log-errors.js';

/** Kinds of signatures that are understood (C2SP `signed-note`, `tlog-cosignature`). */
export const SIGNATURE_TYPES = {
  /** A log's own Ed25519 signature over the text. */
  log: 0x01,
  /** A witness's Ed25519 signature over the text and a time, `cosignature/v1`. */
  cosignature: 0x04,
} as const;

export type SignatureType = (typeof SIGNATURE_TYPES)[keyof typeof SIGNATURE_TYPES];

export const isSignatureType = (type: unknown): type is SignatureType =>
  type === SIGNATURE_TYPES.log || type === SIGNATURE_TYPES.cosignature;

/** Key names: not empty, no spaces, no plus. */
export const isKeyName = (name: string): boolean =>
  name.isWellFormed() && /^[^\p{White_Space}+\p{Cc}]+$/u.test(name);

export function requireKeyName(name: string): void {
  if (!isKeyName(name))
    throw new KeyRefusedError('its name has to be without spaces and plus, and not empty');
}

/** The key id as 8 digits of hex: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): string {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]);
  return hash('sha256', input, 'hex').slice(0, 8);
}

/** Splits `name+id+base64`; base64 may hold a plus, too. Null where it is not of this form. */
export function splitKeyText(text: string): { name: string; id: string; material: string } | null {
  const match = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  if (match === null) return null;
  const [, name = '', id = '', material = ''] = match;
  return { name, id, material };
}
