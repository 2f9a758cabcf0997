import { HASH_BYTES, nodeHash } from '../merkle/hashing.js';

/** Hashes in a full tile. */
export const TILE_WIDTH = 256;

/** Levels of the tree that one level of tiles stands for: 2^8 = 256. */
export const TILE_HEIGHT = 8;

/** Which tile (C2SP `tlog-tiles`), and how much of it. */
export interface TileId {
  /** 0: hashes of leaves. Each hash of level n + 1 is the root of a full tile of level n. */
  readonly level: number;
  /** Which tile of its level, from 0. */
  readonly index: number;
  /** How many hashes of it, 1 to 256. */
  readonly width: number;
}

/** A tile with its hashes, one after the other: `32 * width` bytes. */
export interface Tile extends TileId {
  readonly hashes: Uint8Array;
}

/** How many hashes the tile has in a tree of this size; 0 where there is none. */
export function tileWidth(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** Where C2SP `tlog-tiles` has this tile: `tile/0/x001/x234/067`, `tile/1/000.p/5`. */
export const tilePath = ({ level, index, width }: TileId): string =>
  `tile/${level}/${numberPath(index, width)}`;

/** Where C2SP `tlog-tiles` has the leaves of a tile of level 0. */
export const entriesPath = (index: number, width: number): string =>
  `tile/entries/${numberPath(index, width)}`;

function numberPath(index: number, width: number): string {
  const groups: string[] = [];
  let rest = index;
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** One hash of a tile. */
export const hashAt = (hashes: Uint8Array, at: number): Uint8Array =>
  hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);

/** The root over `2^level` hashes of a tile, beginning with the one at `offset`. */
export function subtreeRoot(hashes: Uint8Array, offset: number, level: number): Uint8Array {
  let row = Array.from({ length: 2 ** level }, (_, i) => hashAt(hashes, offset + i));
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, i) =>
      nodeHash(row[2 * i] as Uint8Array, row[2 * i + 1] as Uint8Array),
    );
  }
  return row[0] as Uint8Array;
}
