import { CompactRange } from '../merkle/compact-range.js';
import { TILE_HEIGHT } from '../tiles/tile.js';

/** A tree that grows along a bundle: what is needed of it in the end. */
export class Growth {
  readonly range = new CompactRange();
  /** Its root when it had the size of the older checkpoint. */
  rootThen: Uint8Array | null = null;
  /** Hashes of the tiles of level 1, 2, … */
  readonly upper: Uint8Array[][] = [];

  constructor(private readonly then: number | null) {
    this.#look();
  }

  append(hash: Uint8Array): void {
    this.range.append(hash, this.#onNode);
    this.#look();
  }

  /** Appends a full tile by its root. */
  appendTile(root: Uint8Array): void {
    this.range.appendSubtree(TILE_HEIGHT, root, this.#onNode);
    this.#look();
  }

  readonly #onNode = (level: number, _index: number, hash: Uint8Array): void => {
    if (level > 0 && level % TILE_HEIGHT === 0) (this.upper[level / TILE_HEIGHT - 1] ??= []).push(hash);
  };

  #look(): void {
    if (this.range.size === this.then) this.rootThen = this.range.root();
  }
}
