import { Injectable } from '@nestjs/common';
import { encodeEntries, TILE_WIDTH } from 'transparency-log';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { PrismaTiles } from '../sequencing/prisma-tiles.js';
import type { LogFile } from './log-file.js';

const HASH_BYTES = 32;

/** The log as files. A tile only grows, so whatever part of it was there stays there. */
@Injectable()
export class PrismaLogFiles {
  constructor(private readonly database: PrismaDatabase) {}

  /** null: there is none, or not yet that much of it. */
  read({ level, index, width }: LogFile): Promise<Uint8Array | null> {
    return level === 'entries' ? this.#entries(index, width) : this.#tile({ level, index, width });
  }

  async #tile(tile: { level: number; index: number; width: number }): Promise<Uint8Array | null> {
    const [hashes = null] = await new PrismaTiles(this.database.client).read([tile]);
    return hashes === null ? null : hashes.subarray(0, tile.width * HASH_BYTES);
  }

  async #entries(index: number, width: number): Promise<Uint8Array | null> {
    const first = BigInt(index) * BigInt(TILE_WIDTH);
    const rows = await this.database.client.$queryRaw<{ leaf: string }[]>`
      SELECT leaf FROM log_entries WHERE index >= ${first} AND index < ${first + BigInt(width)} ORDER BY index`;
    return rows.length < width ? null : encodeEntries(rows.map(({ leaf }) => Buffer.from(leaf)));
  }
}
