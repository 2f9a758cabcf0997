import { HASH_BYTES } from '../merkle/hashing.js';
import type { Tile, TileId } from './tile.js';
import type { TileStore } from './tile-store.js';

/** For tests and trials: forgets everything with the process. */
export class InMemoryTileStore implements TileStore {
  readonly #tiles = new Map<string, Uint8Array>();

  read(tiles: readonly TileId[]): Promise<readonly (Uint8Array | null)[]> {
    return Promise.resolve(
      tiles.map((id) => {
        const hashes = this.#tiles.get(keyOf(id));
        return hashes === undefined || hashes.length < id.width * HASH_BYTES ? null : Uint8Array.from(hashes);
      }),
    );
  }

  write(tiles: readonly Tile[]): Promise<void> {
    for (const tile of tiles) this.#tiles.set(keyOf(tile), Uint8Array.from(tile.hashes));
    return Promise.resolve();
  }
}

const keyOf = ({ level, index }: TileId): string => `${level}/${index}`;
