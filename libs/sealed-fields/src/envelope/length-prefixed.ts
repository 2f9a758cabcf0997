import { InputRefusedError } from '../errors/sealed-fields-errors.js';

const LENGTH_BYTES = 2;
const LONGEST = 0xffff;

/**
 * Each text as `length (2, big-endian) | UTF-8`, so that no two lists of texts give the same bytes: plain joining would
 * make `a.bc` of both `a`+`bc` and `a.b`+`c`.
 * @throws InputRefusedError for a text that is empty, too long, or not well-formed (half a surrogate pair has no UTF-8)
 */
export function lengthPrefixed(texts: Readonly<Record<string, string>>): Buffer {
  let size = 0;
  for (const name in texts) size += LENGTH_BYTES + sizeOf(name, texts[name] ?? '');
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const name in texts) {
    const written = bytes.write(texts[name] ?? '', at + LENGTH_BYTES, 'utf8');
    bytes.writeUInt16BE(written, at);
    at += LENGTH_BYTES + written;
  }
  return bytes;
}

function sizeOf(name: string, text: string): number {
  if (!text.isWellFormed()) throw new InputRefusedError(name, 'it has to be well-formed Unicode');
  const size = Buffer.byteLength(text, 'utf8');
  if (size === 0 || size > LONGEST) {
    throw new InputRefusedError(name, `it has to be 1 to ${LONGEST} bytes of UTF-8`);
  }
  return size;
}
