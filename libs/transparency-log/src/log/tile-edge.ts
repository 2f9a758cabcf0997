import { hashAt, TILE_HEIGHT, TILE_WIDTH, tileWidth, type Tile, type TileId } from '../tiles/tile.js';
import { readTiles } from '../tiles/tile-reader.js';
import type { TileStore } from '../tiles/tile-store.js';

/** The last tile of a level, while it grows. */
interface Growing {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
}

/** The tiles at the right edge of a tree, one a level, and those that were filled since. */
export class TileEdge {
  #levels: Growing[] = [];
  #full: Tile[] = [];
  readonly #touched = new Set<number>();

  /** The edge of a stored tree. */
  static async read(store: TileStore, size: number): Promise<TileEdge> {
    const ids: TileId[] = [];
    for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
      const index = Math.floor(hashes / TILE_WIDTH);
      ids.push({ level, index, width: tileWidth(size, level, index) });
    }
    const partial = ids.filter(({ width }) => width > 0);
    const tiles = await readTiles(store, partial);
    const edge = new TileEdge();
    edge.#levels = ids.map(({ index, width }, level) => {
      const bytes = tiles[partial.findIndex((id) => id.level === level)];
      return {
        index,
        hashes:
          bytes === undefined ? [] : Array.from({ length: width }, (_, i) => Buffer.from(hashAt(bytes, i))),
      };
    });
    return edge;
  }

  /** A copy that can be thrown away where what follows fails. */
  copy(): TileEdge {
    const edge = new TileEdge();
    edge.#levels = [...this.#levels];
    return edge;
  }

  /** Takes a node of the tree as it becomes final; only every eighth level is in tiles. */
  add(nodeLevel: number, _index: number, hash: Uint8Array): void {
    if (nodeLevel % TILE_HEIGHT !== 0) return;
    const level = nodeLevel / TILE_HEIGHT;
    const { index, hashes } = this.#levels[level] ?? { index: 0, hashes: [] };
    const grown = this.#touched.has(level) ? (hashes as Uint8Array[]) : [...hashes];
    grown.push(hash);
    this.#touched.add(level);
    if (grown.length < TILE_WIDTH) {
      this.#levels[level] = { index, hashes: grown };
      return;
    }
    this.#full.push(tileOf(level, index, grown));
    this.#touched.delete(level);
    this.#levels[level] = { index: index + 1, hashes: [] };
  }

  /** The tiles to write: those filled, and what is partial of those that grew. */
  changed(): Tile[] {
    const partial = [...this.#touched].map((level) => {
      const { index, hashes } = this.#levels[level] as Growing;
      return tileOf(level, index, hashes);
    });
    const tiles = [...this.#full, ...partial];
    this.#full = [];
    this.#touched.clear();
    return tiles;
  }
}

const tileOf = (level: number, index: number, hashes: readonly Uint8Array[]): Tile => ({
  level,
  index,
  width: hashes.length,
  hashes: Buffer.concat(hashes),
});
