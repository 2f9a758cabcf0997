import { Injectable } from '@nestjs/common';
import { Log, type TileId, type TileStore } from 'transparency-log';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { PrismaTiles } from '../sequencing/prisma-tiles.js';

/** Trees to prove things of. */
@Injectable()
export class PrismaTrees {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * The tree as it was at a checkpoint.
   * @throws StoreDamagedError, TileMissingError
   */
  at({ size, root }: { readonly size: number; readonly root: Uint8Array }): Promise<Log> {
    return Log.open({ store: new TilesReadOnce(new PrismaTiles(this.database.client)), size, root });
  }
}

/** The proofs of one request are mostly of the same few tiles. */
class TilesReadOnce implements TileStore {
  readonly #read = new Map<string, Uint8Array | null>();

  constructor(private readonly store: TileStore) {}

  async read(tiles: readonly TileId[]): Promise<readonly (Uint8Array | null)[]> {
    const missing = tiles.filter((tile) => !this.#read.has(keyOf(tile)));
    const found = await this.store.read(missing);
    missing.forEach((tile, i) => this.#read.set(keyOf(tile), found[i] ?? null));
    return tiles.map((tile) => this.#read.get(keyOf(tile)) ?? null);
  }

  write(): Promise<void> {
    return Promise.reject(new Error('who proves does not write'));
  }
}

const keyOf = ({ level, index, width }: TileId): string => `${level}/${index}/${width}`;
