import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { time } from '../../persistence/prisma-time.js';
import { COUNT_TABLES, type CountTable, insertInto, summed } from './prisma-count-sql.js';

/** Minutes after its end from which an hour is counted. The migration says of what this is a part. */
const SETTLING_MINUTES = 20;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const TRANSACTION = { timeout: 300_000, maxWait: 30_000 };

type Tx = Prisma.TransactionClient;

interface Due {
  readonly rolled: Date | null;
  /** Up to where hours may be counted. */
  readonly closed: Date;
  readonly first: Date | null;
}

/**
 * Counts matches by the hour once it is over, and adds hours up to days. One transaction for each part of a day, so that
 * readers see a part counted or not; and one process at a time, by the lock on the row of the state.
 */
@Injectable()
export class PrismaCounting {
  constructor(private readonly database: PrismaDatabase) {}

  /** Counts what there is to count, or to count anew. */
  async run(signal?: AbortSignal): Promise<void> {
    while (signal?.aborted !== true && (await this.step()));
  }

  /** @returns whether there may be more */
  step(): Promise<boolean> {
    return this.database.client.$transaction(async (tx) => {
      const [due] = await tx.$queryRaw<Due[]>`
        SELECT rolled_until AS rolled,
          date_trunc('hour', now() - make_interval(mins => ${SETTLING_MINUTES}), 'UTC') AS closed,
          CASE WHEN rolled_until IS NULL
            THEN (SELECT date_trunc('hour', min(created_at), 'UTC') FROM matches) END AS first
        FROM report_state FOR UPDATE`;
      if (due === undefined) throw new Error('report_state has a row');
      const from = due.rolled ?? due.first;
      if (from === null || from >= due.closed)
        return due.rolled !== null && (await this.anew(tx, due.rolled));
      const to = new Date(Math.min(due.closed.getTime(), dayOf(from) + DAY_MS));
      await this.count(tx, from, to);
      await tx.$executeRaw`UPDATE report_state SET rolled_until = ${time(to)}`;
      if (to.getTime() % DAY_MS === 0) await this.addUp(tx, dayOf(from));
      return true;
    }, TRANSACTION);
  }

  /** The marked hours of one day. */
  private async anew(tx: Tx, rolled: Date): Promise<boolean> {
    const hours = await tx.$queryRaw<{ hour: Date }[]>`
      SELECT DISTINCT hour FROM report_marks
      WHERE hour < ${time(rolled)} AND date_trunc('day', hour, 'UTC') = (
        SELECT date_trunc('day', min(hour), 'UTC') FROM report_marks WHERE hour < ${time(rolled)}
      ) ORDER BY hour`;
    const [first] = hours;
    if (first === undefined) return false;
    for (const { hour } of hours) await this.count(tx, hour, new Date(hour.getTime() + HOUR_MS));
    const day = dayOf(first.hour);
    if (day + DAY_MS <= rolled.getTime()) await this.addUp(tx, day);
    return true;
  }

  /** Marks first: a change that is not in the counts then has its mark still, whenever it is committed. */
  private async count(tx: Tx, from: Date, to: Date): Promise<void> {
    const [since, until] = [time(from), time(to)];
    await tx.$executeRaw`DELETE FROM report_marks WHERE hour >= ${since} AND hour < ${until}`;
    const which = Prisma.sql`(SELECT * FROM matches WHERE created_at >= ${since} AND created_at < ${until}) m`;
    for (const table of COUNT_TABLES) {
      const hours = Prisma.sql`span = 'hour' AND start >= ${since} AND start < ${until}`;
      await tx.$executeRaw`DELETE FROM ${Prisma.raw(table.name)} WHERE ${hours} AND NOT kept`;
      await tx.$executeRaw(insertInto(table, 'hour', false, table.of(which)));
      await tx.$executeRaw(mergeKept(table, hours));
    }
  }

  private async addUp(tx: Tx, day: number): Promise<void> {
    const [since, until] = [time(new Date(day)), time(new Date(day + DAY_MS))];
    for (const table of COUNT_TABLES) {
      const name = Prisma.raw(table.name);
      await tx.$executeRaw`DELETE FROM ${name} WHERE span = 'day' AND start = ${since}`;
      const hours = Prisma.sql`${name} WHERE span = 'hour' AND start >= ${since} AND start < ${until}`;
      await tx.$executeRaw(insertInto(table, 'day', false, summed(table, since, hours)));
    }
  }
}

const dayOf = (at: Date): number => Math.floor(at.getTime() / DAY_MS) * DAY_MS;

/** Each purge leaves rows of its own. */
const mergeKept = (table: CountTable, hours: Prisma.Sql): Prisma.Sql => {
  const gone = Prisma.sql`DELETE FROM ${Prisma.raw(table.name)} WHERE ${hours} AND kept RETURNING *`;
  return Prisma.sql`
    WITH gone AS (${gone}) ${insertInto(table, 'hour', true, summed(table, Prisma.sql`start`, Prisma.sql`gone`))}`;
};
