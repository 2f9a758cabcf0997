import { same } from '../bytes/same.js';
import { HASH_BYTES, nodeHash } from './hashing.js';
import { half, isCount, isOdd } from './tree-size.js';

/** A statement to be proved: this leaf is at this index of the tree of this size and root. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  /** Hash of the leaf, 32 bytes. */
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Verifies an inclusion proof, step by step as RFC 9162 §2.1.3.2. Never throws: what is malformed is not proved. */
export function verifyInclusion({ index, size, leaf, root, proof }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leaf, root, ...proof].every(({ length }) => length === HASH_BYTES)) return false;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = nodeHash(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && same(r, root);
}
