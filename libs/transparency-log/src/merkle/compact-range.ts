import { InputRefusedError, StoreDamagedError } from '../errors/transparency-log-errors.js';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hashing.js';
import { half, isOdd, requireCount } from './tree-size.js';

/** Told of each node of the tree as it becomes final: the root of `2^level` leaves from `index * 2^level`. */
export type OnNode = (level: number, index: number, hash: Uint8Array) => void;

interface RangeNode {
  readonly level: number;
  readonly hash: Uint8Array;
}

/**
 * What has to be remembered of a tree to go on appending to it: the roots of its perfect subtrees, one per bit of its
 * size, the largest first. Appending a leaf costs about one hash, the root at most one per level.
 */
export class CompactRange {
  #size = 0;
  #nodes: RangeNode[] = [];

  /**
   * The range of a tree that is there already.
   * @param hashes roots of its perfect subtrees, the largest first
   */
  static of(size: number, hashes: readonly Uint8Array[]): CompactRange {
    requireCount('size', size);
    const levels = levelsOf(size);
    if (hashes.length !== levels.length || hashes.some(({ length }) => length !== HASH_BYTES)) {
      throw new InputRefusedError('hashes', `a tree of this size has ${levels.length} of 32 bytes`);
    }
    const range = new CompactRange();
    range.#size = size;
    range.#nodes = levels.map((level, i) => ({ level, hash: hashes[i] as Uint8Array }));
    return range;
  }

  get size(): number {
    return this.#size;
  }

  get hashes(): readonly Uint8Array[] {
    return this.#nodes.map(({ hash }) => hash);
  }

  copy(): CompactRange {
    return CompactRange.of(this.#size, this.hashes);
  }

  /** Appends one leaf, by its hash. */
  append(leaf: Uint8Array, onNode?: OnNode): void {
    this.appendSubtree(0, leaf, onNode);
  }

  /** Appends `2^level` leaves at once, by the root over them. The size has to be a multiple of their number. */
  appendSubtree(level: number, root: Uint8Array, onNode?: OnNode): void {
    const width = 2 ** level;
    if (this.#size % width !== 0) {
      throw new StoreDamagedError(`a subtree of ${width} leaves cannot begin at ${this.#size}`);
    }
    let index = this.#size / width;
    let node: RangeNode = { level, hash: root };
    onNode?.(level, index, root);
    while (isOdd(index)) {
      const left = this.#nodes.pop();
      if (left === undefined) throw new StoreDamagedError('a node is missing');
      index = half(index);
      node = { level: node.level + 1, hash: nodeHash(left.hash, node.hash) };
      onNode?.(node.level, index, node.hash);
    }
    this.#nodes.push(node);
    this.#size += width;
  }

  root(): Uint8Array {
    return foldRight(this.hashes);
  }
}

/** The root over subtrees that get smaller to the right. */
export function foldRight(hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1);
  if (last === undefined) return EMPTY_ROOT;
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** Levels of the perfect subtrees of a tree, the largest first: the bits of its size. */
export function levelsOf(size: number): number[] {
  const levels: number[] = [];
  for (let level = 0, rest = size; rest > 0; level += 1, rest = half(rest)) {
    if (isOdd(rest)) levels.unshift(level);
  }
  return levels;
}
