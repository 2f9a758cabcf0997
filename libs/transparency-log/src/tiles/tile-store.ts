import type { Tile, TileId } from './tile.js';

/**
 * Where tiles are kept: `(level, index, hashes)`, one row or file each.
 *
 * A tile only ever grows. The one exception: where a process died after it had written tiles and before the size they
 * belong to was published, the next one may write other hashes beyond the published size. So `write` replaces what is
 * there, and nobody relies on hashes beyond a published size. Best keep tiles and size in one transaction.
 */
export interface TileStore {
  /**
   * The hashes of each tile, in the order of the ids; null for one that is not there, or not yet that wide. The answer
   * may be wider than asked for: the hashes beyond `width` are ignored.
   */
  read(tiles: readonly TileId[]): Promise<readonly (Uint8Array | null)[]>;

  /** Keeps these tiles, replacing narrower ones of the same place. Durable when it resolves; all of them or none. */
  write(tiles: readonly Tile[]): Promise<void>;
}
