import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Bytes of a public key, and of the seed that a private key is made of (RFC 8032). */
export const ED25519_KEY_BYTES = 32;
export const ED25519_SIGNATURE_BYTES = 64;

/** What DER has before the 32 bytes of a key (RFC 8410). */
const SEED_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEADER = Buffer.from('302a300506032b6570032100', 'hex');

export const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([SEED_HEADER, seed]), format: 'der', type: 'pkcs8' });

export const publicKeyOf = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([PUBLIC_HEADER, bytes]), format: 'der', type: 'spki' });

/** The 32 bytes of the public key that belongs to a private one. */
export const publicBytesOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEADER.length);

export const ed25519Sign = (key: KeyObject, message: Uint8Array): Buffer => sign(null, message, key);

export const ed25519Verify = (key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean =>
  signature.length === ED25519_SIGNATURE_BYTES && verify(null, message, key, signature);
