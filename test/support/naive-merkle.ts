import { createHash } from 'node:crypto';

/* The definitions of RFC 9162 §2.1, word for word and as slow as they stand there: what the library is compared to. */

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** The largest power of two smaller than n. */
const k = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

export function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0]!);
  const split = k(leaves.length);
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

export function naiveInclusion(m: number, leaves: readonly Uint8Array[]): Buffer[] {
  if (leaves.length === 1) return [];
  const split = k(leaves.length);
  return m < split
    ? [...naiveInclusion(m, leaves.slice(0, split)), naiveRoot(leaves.slice(split))]
    : [...naiveInclusion(m - split, leaves.slice(split)), naiveRoot(leaves.slice(0, split))];
}

export function naiveConsistency(m: number, leaves: readonly Uint8Array[], whole = true): Buffer[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const split = k(leaves.length);
  return m <= split
    ? [...naiveConsistency(m, leaves.slice(0, split), whole), naiveRoot(leaves.slice(split))]
    : [...naiveConsistency(m - split, leaves.slice(split), false), naiveRoot(leaves.slice(0, split))];
}
