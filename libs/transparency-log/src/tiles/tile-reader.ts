import { StoreDamagedError, TileMissingError } from '../errors/transparency-log-errors.js';
import { foldRight, levelsOf } from '../merkle/compact-range.js';
import { HASH_BYTES } from '../merkle/hashing.js';
import type { LeafRange } from '../merkle/proof-ranges.js';
import { subtreeRoot, TILE_HEIGHT, TILE_WIDTH, tilePath, tileWidth, type TileId } from './tile.js';
import type { TileStore } from './tile-store.js';

/** A perfect subtree inside one tile: `2^level` of its hashes, from `offset`. */
interface Piece {
  readonly tile: TileId;
  readonly offset: number;
  readonly level: number;
}

/**
 * The roots over some ranges of leaves, out of the tiles of a tree of `size` leaves. One read of the store, of at most
 * two tiles for each 8 levels of the tree and each range.
 * @param ranges each begins where a subtree begins, as those of a proof do
 */
export async function readRoots(
  store: TileStore,
  size: number,
  ranges: readonly LeafRange[],
): Promise<Uint8Array[]> {
  const pieces = ranges.map((range) => piecesOf(range, size));
  const wanted = new Map(pieces.flat().map(({ tile }) => [tilePath(tile), tile]));
  const tiles = await readTiles(store, [...wanted.values()]);
  const hashesOf = new Map([...wanted.keys()].map((path, i) => [path, tiles[i] as Uint8Array]));
  return pieces.map((parts) =>
    foldRight(
      parts.map(({ tile, offset, level }) =>
        subtreeRoot(hashesOf.get(tilePath(tile)) as Uint8Array, offset, level),
      ),
    ),
  );
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

function piecesOf({ begin, end }: LeafRange, size: number): Piece[] {
  let at = begin;
  return levelsOf(end - begin).map((level) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const first = at / TILE_WIDTH ** tileLevel;
    at += 2 ** level;
    const index = Math.floor(first / TILE_WIDTH);
    return {
      tile: { level: tileLevel, index, width: tileWidth(size, tileLevel, index) },
      offset: first % TILE_WIDTH,
      level: level % TILE_HEIGHT,
    };
  });
}
