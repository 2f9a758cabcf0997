import { same } from '../bytes/same.js';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hashing.js';
import { half, isCount, isOdd } from './tree-size.js';

/** A tree as a checkpoint states it. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** A statement to be proved: `newer` begins with all leaves of `older`, in their order. */
export interface Consistency {
  readonly older: TreeHead;
  readonly newer: TreeHead;
  readonly proof: readonly Uint8Array[];
}

/**
 * Verifies a consistency proof, step by step as RFC 9162 §2.1.4.2. Never throws: what is malformed is not proved.
 *
 * The RFC leaves two cases open. Trees of one size are consistent when their roots are equal, and the empty tree is
 * the beginning of any; both have an empty proof, and the root of the empty tree has to be the one it has.
 */
export function verifyConsistency({ older, newer, proof }: Consistency): boolean {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size) return false;
  if (![older.root, newer.root, ...proof].every(({ length }) => length === HASH_BYTES)) return false;
  if ([older, newer].some(({ size, root }) => size === 0 && !same(root, EMPTY_ROOT))) return false;
  if (older.size === newer.size) return proof.length === 0 && same(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;

  let fn = older.size - 1;
  let sn = newer.size - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  // fn is 0 now exactly where the older size is a power of two: its root is then where the proof begins.
  const [first, ...rest] = fn === 0 ? [older.root, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let fr = first;
  let sr = first;
  for (const c of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && same(fr, older.root) && same(sr, newer.root);
}
