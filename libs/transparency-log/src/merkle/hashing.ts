import { hash } from 'node:crypto';

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;

/** The root of the tree without leaves: SHA-256 of nothing (RFC 9162 §2.1.1). */
export const EMPTY_ROOT: Uint8Array = hash('sha256', '', 'buffer');

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

// Both are filled and hashed without a pause in between, so one of each is enough.
const leafInput = Buffer.alloc(4096, LEAF_PREFIX);
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, NODE_PREFIX);

/** SHA-256(0x00 ‖ leaf) */
export function leafHash(leaf: Uint8Array): Uint8Array {
  if (leaf.length < leafInput.length) {
    leafInput.set(leaf, 1);
    return hash('sha256', leafInput.subarray(0, leaf.length + 1), 'buffer');
  }
  return hash('sha256', Buffer.concat([Buffer.of(LEAF_PREFIX), leaf]), 'buffer');
}

/** SHA-256(0x01 ‖ left ‖ right) */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) {
    return hash('sha256', Buffer.concat([Buffer.of(NODE_PREFIX), left, right]), 'buffer');
  }
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return hash('sha256', nodeInput, 'buffer');
}
