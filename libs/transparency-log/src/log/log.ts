import { same } from '../bytes/same.js';
import { InputRefusedError, StoreDamagedError } from '../errors/transparency-log-errors.js';
import { CompactRange, levelsOf } from '../merkle/compact-range.js';
import { HASH_BYTES, leafHash } from '../merkle/hashing.js';
import { consistencyRanges, inclusionRanges, type LeafRange } from '../merkle/proof-ranges.js';
import { requireCount } from '../merkle/tree-size.js';
import type { TreeHead } from '../merkle/verify-consistency.js';
import { signCheckpoint } from '../notes/checkpoint.js';
import type { SigningKey } from '../notes/signing-key.js';
import { readRoots } from '../tiles/tile-reader.js';
import type { TileStore } from '../tiles/tile-store.js';
import { ProofCheck } from './proof-check.js';
import { TileEdge } from './tile-edge.js';

/** Where a log begins when it is opened. */
export interface LogOptions {
  readonly store: TileStore;
  /** The size last published; 0 for a new log. What the store has beyond it is ignored, and overwritten. */
  readonly size: number;
  /** The root last published. Where given, tiles that do not lead to it are found out at once. */
  readonly root?: Uint8Array;
}

/**
 * An append-only log over stored tiles. It keeps the right edge of the tree in memory, so that appending reads nothing
 * and writes only the tiles that changed; a proof is one read of a few tiles.
 *
 * One writer at a time: two `Log`s that append to one store would overwrite each other. It is for the caller to have a
 * lock, and to publish a size only after `append` has resolved.
 */
export class Log {
  readonly #store: TileStore;
  #range: CompactRange;
  #edge: TileEdge;
  #appending: Promise<unknown> = Promise.resolve();

  private constructor(store: TileStore, range: CompactRange, edge: TileEdge) {
    this.#store = store;
    this.#range = range;
    this.#edge = edge;
  }

  /** @throws TileMissingError, StoreDamagedError */
  static async open({ store, size, root }: LogOptions): Promise<Log> {
    requireCount('size', size);
    const range = CompactRange.of(size, await readRoots(store, size, perfectRanges(size)));
    if (root !== undefined && !same(range.root(), root)) {
      throw new StoreDamagedError(`they do not give the root of size ${size}`);
    }
    return new Log(store, range, await TileEdge.read(store, size));
  }

  /** Size and root, as of the last append that resolved. */
  get head(): TreeHead {
    return { size: this.#range.size, root: this.#range.root() };
  }

  /**
   * Appends leaves in this order, all or none. Calls made at the same time are carried out one after the other.
   * @returns the new size and root, not signed yet
   */
  append(leaves: readonly Uint8Array[]): Promise<TreeHead> {
    return this.appendHashes(leaves.map((leaf) => leafHash(leaf)));
  }

  /** The same by the hashes of leaves (`leafHash`), where they are at hand. */
  async appendHashes(hashes: readonly Uint8Array[]): Promise<TreeHead> {
    if (hashes.some(({ length }) => length !== HASH_BYTES)) {
      throw new InputRefusedError('hashes', 'each has 32 bytes');
    }
    const appended = this.#appending.then(() => this.#append(hashes));
    this.#appending = appended.catch(() => undefined); // the next one begins where this one left off
    return appended;
  }

  async #append(hashes: readonly Uint8Array[]): Promise<TreeHead> {
    const range = this.#range.copy();
    const edge = this.#edge.copy();
    for (const hash of hashes) range.append(hash, (...node) => edge.add(...node));
    const tiles = edge.changed();
    if (tiles.length > 0) await this.#store.write(tiles);
    this.#range = range;
    this.#edge = edge;
    return this.head;
  }

  /** Size and root as a signed note, by the key of the log, or during a rotation by the old and the new one. */
  checkpoint(origin: string, keys: readonly SigningKey[]): string {
    return signCheckpoint(this.head, origin, keys);
  }

  /**
   * Proves that the leaf is at `index` of the tree of `size` leaves (now, unless given).
   * @throws StoreDamagedError instead of giving a proof of the present tree that does not hold
   */
  async proveInclusion(index: number, size = this.#range.size): Promise<Uint8Array[]> {
    const [proof] = await this.proveInclusions([index], size);
    return proof as Uint8Array[];
  }

  /**
   * The same of many leaves, in the order of `indexes`: by one read of the store, and neighbours at a fraction of the cost.
   * @throws StoreDamagedError as above
   */
  async proveInclusions(indexes: readonly number[], size = this.#range.size): Promise<Uint8Array[][]> {
    this.#requireKnown('size', size);
    const leaves = indexes.map((index) => ({ begin: index, end: index + 1 }));
    const ways = indexes.map((index) => inclusionRanges(index, size));
    const head = this.head;
    const roots = await readRoots(this.#store, size, [...leaves, ...ways.flat()]);
    let at = leaves.length;
    const proofs = ways.map(({ length }) => roots.slice(at, (at += length)));
    // Older trees had other roots, which are not at hand.
    const check = new ProofCheck(head);
    proofs.forEach((proof, i) => {
      const index = indexes[i] as number;
      if (size === head.size && !check.holds(index, roots[i] as Uint8Array, proof)) {
        throw new StoreDamagedError(`they do not prove the leaf ${index} of ${size}`);
      }
    });
    return proofs;
  }

  /** Proves that the tree of `to` leaves (now, unless given) begins with the tree of `from`. */
  async proveConsistency(from: number, to = this.#range.size): Promise<Uint8Array[]> {
    this.#requireKnown('to', to);
    return readRoots(this.#store, to, consistencyRanges(from, to));
  }

  /** The root that the tree had when it had this size. */
  async rootAt(size: number): Promise<Uint8Array> {
    requireCount('size', size);
    this.#requireKnown('size', size);
    return CompactRange.of(size, await readRoots(this.#store, size, perfectRanges(size))).root();
  }

  #requireKnown(input: string, size: number): void {
    if (size > this.#range.size) {
      throw new InputRefusedError(input, `the log has ${this.#range.size} leaves`);
    }
  }
}

/** The perfect subtrees of a tree, the largest first. */
function perfectRanges(size: number): LeafRange[] {
  let begin = 0;
  return levelsOf(size).map((level) => {
    const range = { begin, end: begin + 2 ** level };
    begin = range.end;
    return range;
  });
}
