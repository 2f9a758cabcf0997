import { foldRight, levelsOf } from '../merkle/compact-range.js';
import { nodeHash } from '../merkle/hashing.js';
import type { LeafRange } from '../merkle/proof-ranges.js';
import { hashAt, TILE_HEIGHT, TILE_WIDTH, tileWidth, type TileId } from './tile.js';

/** A perfect subtree inside one tile: the node `offset` of the row that is `level` above its hashes. */
interface Piece {
  readonly tile: TileId;
  readonly offset: number;
  readonly level: number;
}

/** The nodes over some ranges of leaves, out of the tiles they lie in; each is computed once, however many ask for it. */
export class TreeNodes {
  readonly #ranges = new Map<string, { readonly pieces: readonly Piece[]; root: Uint8Array | null }>();
  readonly #wanted = new Map<number, TileId>();
  readonly #tiles = new Map<number, TileNodes>();

  /** @param size leaves of the tree */
  constructor(private readonly size: number) {}

  /** @param range begins where a subtree begins, as those of a proof do */
  want(range: LeafRange): void {
    const key = keyOf(range);
    if (this.#ranges.has(key)) return;
    const pieces = piecesOf(range, this.size);
    this.#ranges.set(key, { pieces, root: null });
    for (const { tile } of pieces) this.#wanted.set(placeOf(tile), tile);
  }

  /** The tiles that are needed for all that is wanted. */
  get wanted(): readonly TileId[] {
    return [...this.#wanted.values()];
  }

  /** @param hashes of exactly its width */
  give(tile: TileId, hashes: Uint8Array): void {
    this.#tiles.set(placeOf(tile), new TileNodes(hashes));
  }

  /** The root over a range that was wanted, once all tiles were given. */
  root(range: LeafRange): Uint8Array {
    const known = this.#ranges.get(keyOf(range));
    if (known === undefined) throw new Error('this range was not asked for');
    return (known.root ??= foldRight(
      known.pieces.map(({ tile, offset, level }) => {
        const nodes = this.#tiles.get(placeOf(tile));
        if (nodes === undefined) throw new Error('a tile was not given');
        return nodes.at(level, offset);
      }),
    ));
  }
}

/** A tile, and what of the tree lies within it. */
class TileNodes {
  readonly #rows: Uint8Array[][] = Array.from({ length: TILE_HEIGHT }, () => []);

  constructor(private readonly hashes: Uint8Array) {}

  at(level: number, offset: number): Uint8Array {
    if (level === 0) return hashAt(this.hashes, offset);
    const row = this.#rows[level] as Uint8Array[];
    return (row[offset] ??= nodeHash(this.at(level - 1, 2 * offset), this.at(level - 1, 2 * offset + 1)));
  }
}

const keyOf = ({ begin, end }: LeafRange): string => `${begin}-${end}`;

/** One number for each tile: a level has fewer than 2^45, in a tree of less than 2^53 leaves. */
const placeOf = ({ level, index }: TileId): number => level * 2 ** 45 + index;

function piecesOf({ begin, end }: LeafRange, size: number): Piece[] {
  let at = begin;
  return levelsOf(end - begin).map((level) => {
    const [tileLevel, above] = [Math.floor(level / TILE_HEIGHT), level % TILE_HEIGHT];
    const first = at / TILE_WIDTH ** tileLevel;
    at += 2 ** level;
    const index = Math.floor(first / TILE_WIDTH);
    return {
      tile: { level: tileLevel, index, width: tileWidth(size, tileLevel, index) },
      offset: (first % TILE_WIDTH) / 2 ** above,
      level: above,
    };
  });
}
