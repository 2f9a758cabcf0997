import { StoreDamagedError, TileMissingError } from '../errors/transparency-log-errors.js';
import { HASH_BYTES } from '../merkle/hashing.js';
import type { LeafRange } from '../merkle/proof-ranges.js';
import { tilePath, type TileId } from './tile.js';
import type { TileStore } from './tile-store.js';
import { TreeNodes } from './tree-nodes.js';

/**
 * The roots over some ranges of leaves, out of the tiles of a tree of `size` leaves. One read of the store, of at most
 * two tiles for each 8 levels of the tree and each range; each tile once, and each node is computed once.
 * @param ranges each begins where a subtree begins, as those of a proof do
 */
export async function readRoots(
  store: TileStore,
  size: number,
  ranges: readonly LeafRange[],
): Promise<Uint8Array[]> {
  const nodes = new TreeNodes(size);
  for (const range of ranges) nodes.want(range);
  const { wanted } = nodes;
  const tiles = await readTiles(store, wanted);
  wanted.forEach((id, i) => nodes.give(id, tiles[i] as Uint8Array));
  return ranges.map((range) => nodes.root(range));
}

/** The tiles, each of exactly the width asked for. */
export async function readTiles(store: TileStore, ids: readonly TileId[]): Promise<Uint8Array[]> {
  if (ids.length === 0) return [];
  const found = await store.read(ids);
  return ids.map((id, i) => {
    const hashes = found[i] ?? null;
    if (hashes === null) throw new TileMissingError(tilePath(id));
    if (hashes.length < id.width * HASH_BYTES || hashes.length % HASH_BYTES !== 0) {
      throw new StoreDamagedError(`${tilePath(id)} has ${hashes.length} bytes`);
    }
    return hashes.subarray(0, id.width * HASH_BYTES);
  });
}
