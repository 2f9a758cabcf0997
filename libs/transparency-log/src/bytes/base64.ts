/**
 * Bytes of standard base64 (RFC 4648 §4) with padding, or null. There is one text for some bytes and no other: no line
 * breaks, no other alphabet, no stray bits. `Buffer.from` alone takes all of these: it skips what it does not know, so the
 * length tells; it knows the alphabet for URLs; and it drops the bits that are left over in the last four characters.
 */
export function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const last = bytes.length - (bytes.length % 3 || 3);
  const strict =
    text.length === 4 * Math.ceil(bytes.length / 3) &&
    !/[-_]/.test(text) &&
    (text === '' || text.endsWith(bytes.toString('base64', last)));
  return strict ? bytes : null;
}

export const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
