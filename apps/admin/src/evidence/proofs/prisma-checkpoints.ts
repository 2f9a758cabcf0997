import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../../persistence/prisma-database.js';

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  /** Signed. */
  readonly note: string;
}

/** How the log stands as a whole, for who measures. */
export interface LogFigures {
  readonly pending: number;
  /** Seconds. */
  readonly oldestPending: number;
  readonly size: number;
  /** Seconds; null before the first. */
  readonly checkpointAge: number | null;
}

/** The checkpoints that were published. */
@Injectable()
export class PrismaCheckpoints {
  constructor(private readonly database: PrismaDatabase) {}

  /** null before the first round of a new log. */
  async latest(): Promise<StoredCheckpoint | null> {
    const found = await this.database.client.logCheckpoint.findFirst({ orderBy: { size: 'desc' } });
    return found === null ? null : storedOf(found);
  }

  /** The one of this size: not every size has one. */
  async ofSize(size: number): Promise<StoredCheckpoint | null> {
    const found = await this.database.client.logCheckpoint.findUnique({ where: { size: BigInt(size) } });
    return found === null ? null : storedOf(found);
  }

  async figures(): Promise<LogFigures> {
    const [row] = await this.database.client.$queryRaw<LogFigures[]>`
      SELECT (SELECT count(*)::float8 FROM log_queue) AS pending,
        coalesce((
          SELECT greatest(0, extract(epoch FROM clock_timestamp() - recorded_at))::float8
          FROM log_queue ORDER BY seq LIMIT 1
        ), 0) AS "oldestPending",
        (SELECT size::float8 FROM log_head) AS size,
        (
          SELECT greatest(0, extract(epoch FROM clock_timestamp() - published_at))::float8
          FROM log_checkpoints ORDER BY size DESC LIMIT 1
        ) AS "checkpointAge"`;
    if (row === undefined) throw new Error('a query without FROM has a row');
    return row;
  }
}

const storedOf = (row: { size: bigint; root: Uint8Array; note: string }): StoredCheckpoint => ({
  ...{ size: Number(row.size), root: row.root, note: row.note },
});
