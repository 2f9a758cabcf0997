import { ED25519_SIGNATURE_BYTES } from './ed25519.js';

const TIMESTAMP_BYTES = 8;
const LATEST = 2n ** 63n - 1n;

/** What a witness signs (C2SP `tlog-cosignature`, Ed25519): a header, a time in seconds since 1970, the text. */
export const cosignedMessage = (text: string, at: bigint): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${at}\n${text}`);

export function timestampBytes(at: bigint): Buffer {
  const bytes = Buffer.alloc(TIMESTAMP_BYTES);
  bytes.writeBigUInt64BE(at);
  return bytes;
}

/** Time and signature out of a `timestamped_signature`; null where it is none. */
export function splitCosignature(bytes: Uint8Array): { at: bigint; signature: Uint8Array } | null {
  if (bytes.length !== TIMESTAMP_BYTES + ED25519_SIGNATURE_BYTES) return null;
  const at = Buffer.from(bytes.subarray(0, TIMESTAMP_BYTES)).readBigUInt64BE();
  return at > LATEST ? null : { at, signature: bytes.subarray(TIMESTAMP_BYTES) };
}
