import { InputRefusedError } from '../errors/transparency-log-errors.js';

const LENGTH_BYTES = 2;
const MAX_BYTES = 2 ** (8 * LENGTH_BYTES) - 1;

/** Leaves one after the other, each after its length in two bytes (C2SP `tlog-tiles`). */
export function encodeEntries(leaves: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    leaves.flatMap((leaf) => {
      if (leaf.length > MAX_BYTES) throw new InputRefusedError('leaf', `it has at most ${MAX_BYTES} bytes`);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(leaf.length);
      return [length, leaf];
    }),
  );
}

/** The leaves of an entry bundle; `whole` is false where its end is not the end of a leaf. */
export function decodeEntries(bytes: Uint8Array): { leaves: Uint8Array[]; whole: boolean } {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= all.length) {
    const end = at + LENGTH_BYTES + all.readUInt16BE(at);
    if (end > all.length) break;
    leaves.push(all.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return { leaves, whole: at === all.length };
}
