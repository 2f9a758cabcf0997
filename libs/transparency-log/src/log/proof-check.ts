import { same } from '../bytes/same.js';
import { nodeHash } from '../merkle/hashing.js';
import { half, isOdd } from '../merkle/tree-size.js';
import type { TreeHead } from '../merkle/verify-consistency.js';

/**
 * Whether inclusion proofs that were made of the nodes of one tree lead to its root: what `verifyInclusion` says of each,
 * at the cost of the nodes they do not share. Where the way of a leaf comes upon a node that another one went through,
 * the rest of both is the same.
 */
export class ProofCheck {
  /** By level and index: nodes whose way to the root was gone. */
  readonly #proven: Map<number, Uint8Array>[] = [];

  constructor(private readonly head: TreeHead) {}

  /** @param index of a leaf of the tree */
  holds(index: number, leaf: Uint8Array, proof: readonly Uint8Array[]): boolean {
    const way: [level: number, index: number, hash: Uint8Array][] = [];
    let [fn, sn, level, r] = [index, this.head.size - 1, 0, leaf];
    const up = () => ([fn, sn, level] = [half(fn), half(sn), level + 1]);
    for (const p of proof) {
      const known = this.#proven[level]?.get(fn);
      if (known !== undefined) return same(known, r) && this.#remember(way);
      way.push([level, fn, r]);
      if (sn === 0) return false;
      if (isOdd(fn) || fn === sn) {
        r = nodeHash(p, r);
        while (!isOdd(fn) && fn !== 0) up();
      } else {
        r = nodeHash(r, p);
      }
      up();
    }
    return sn === 0 && same(r, this.head.root) && this.#remember(way);
  }

  #remember(way: readonly [level: number, index: number, hash: Uint8Array][]): true {
    for (const [level, index, hash] of way) (this.#proven[level] ??= new Map()).set(index, hash);
    return true;
  }
}
