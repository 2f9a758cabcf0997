import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/** What came of a look at the partitions. */
export interface PartitionsMade {
  readonly made: number;
  /** There are events of no time that a partition is for: they are kept, and found, like all others. */
  readonly astray: boolean;
}

/** The tables of events, which have a partition for each month. */
@Injectable()
export class PrismaEventPartitions {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * Makes those that are missing, by a function of whoever owns the schema: the service need not.
   * @param ahead months after the present one
   */
  async make(ahead: number): Promise<PartitionsMade> {
    const [row] = await this.database.client.$queryRaw<PartitionsMade[]>`
      SELECT made, astray FROM make_event_partitions(${ahead}::int)`;
    if (row === undefined) throw new Error('a function without a set has a row');
    return row;
  }

  /**
   * Drops months of matches' events that were purged of all of them, by such a function as well.
   * @returns how many
   */
  async dropSpent(): Promise<number> {
    const [row] = await this.database.client.$queryRaw<{ dropped: number }[]>`
      SELECT drop_spent_event_partitions() AS dropped`;
    return row?.dropped ?? 0;
  }
}
