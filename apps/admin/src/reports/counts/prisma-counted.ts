import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { time } from '../../persistence/prisma-time.js';
import { columnsOf, type CountTable } from './prisma-count-sql.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const TRANSACTION = { isolationLevel: 'RepeatableRead', timeout: 60_000, maxWait: 10_000 } as const;

/** Whole hours, UTC; `to` does not belong to it. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** What is counted. */
export interface CountFilter {
  /** The application the reader is confined to; null for all. */
  readonly within: string | null;
  readonly application?: string | undefined;
  readonly operator?: string | undefined;
  readonly country?: string | undefined;
  readonly purpose?: string | undefined;
}

/** Counts as of one time. */
export interface Counted {
  readonly tx: Prisma.TransactionClient;
  /** A sub-select: rows of a table, each by its hour or its day. */
  readonly rows: (table: CountTable, period: Period, filter: CountFilter) => Promise<Prisma.Sql>;
}

/**
 * Reads counts that equal those of the matches themselves: of days and hours that are counted, of what was purged, and for
 * hours that go on or have changed, of the matches.
 */
@Injectable()
export class PrismaCounted {
  constructor(private readonly database: PrismaDatabase) {}

  /** @param byHour rows are wanted by the hour, so that counts of days are of no use */
  reading<T>(byHour: boolean, read: (counted: Counted) => Promise<T>): Promise<T> {
    return this.database.client.$transaction((tx) => {
      // All is as of one time, so each period is looked at once.
      const parts = new Map<string, Promise<Parts>>();
      const partsOnce = (period: Period) => {
        const key = `${period.from.getTime()} ${period.to.getTime()}`;
        const found = parts.get(key) ?? partsOf(tx, period, byHour);
        parts.set(key, found);
        return found;
      };
      return read({
        tx,
        rows: async (table, period, filter) => union(table, await partsOnce(period), period, filter),
      });
    }, TRANSACTION);
  }
}

/** Where the counts of a period are. */
interface Parts {
  readonly days: readonly Date[];
  readonly hours: readonly Date[];
  /** Hours that were counted and have changed. */
  readonly changed: readonly Date[];
  /** From where on nothing is counted yet. */
  readonly open: Date;
}

async function partsOf(tx: Prisma.TransactionClient, { from, to }: Period, byHour: boolean): Promise<Parts> {
  const [state] = await tx.$queryRaw<
    { rolled: Date | null }[]
  >`SELECT rolled_until AS rolled FROM report_state`;
  const rolled = state?.rolled ?? from;
  const open = new Date(Math.min(to.getTime(), Math.max(from.getTime(), rolled.getTime())));
  const marks = await tx.$queryRaw<{ hour: Date }[]>`
    SELECT DISTINCT hour FROM report_marks WHERE hour >= ${time(from)} AND hour < ${time(open)} ORDER BY hour`;
  const changed = new Set(marks.map(({ hour }) => hour.getTime()));
  const changedDays = new Set([...changed].map(dayOf));
  const days: Date[] = [];
  const hours: Date[] = [];
  for (let at = from.getTime(); at < open.getTime();) {
    if (!byHour && at === dayOf(at) && at + DAY_MS <= open.getTime() && !changedDays.has(at)) {
      days.push(new Date(at));
      at += DAY_MS;
    } else {
      if (!changed.has(at)) hours.push(new Date(at));
      at += HOUR_MS;
    }
  }
  return { days, hours, changed: marks.map(({ hour }) => hour), open };
}

const dayOf = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;

function union(table: CountTable, parts: Parts, { to }: Period, filter: CountFilter): Prisma.Sql {
  const { days, hours, changed, open } = parts;
  const name = Prisma.raw(table.name);
  const columns = columnsOf(table);
  const where = conditionOf(filter);
  const counted = (which: Prisma.Sql) =>
    Prisma.sql`SELECT ${columns} FROM ${name} WHERE ${which} AND ${where}`;
  // Each between two given times: of how many there are between columns a planner knows nothing, and expects a ninth of all.
  const liveIn = (part: Pick<Period, 'from' | 'to'>) =>
    table.of(Prisma.sql`(
      SELECT * FROM matches WHERE created_at >= ${time(part.from)} AND created_at < ${time(part.to)} AND ${where}
    ) m`);
  const all = [
    counted(Prisma.sql`span = 'day' AND start = ANY(${timesOf(days)})`),
    counted(Prisma.sql`span = 'hour' AND start = ANY(${timesOf(hours)})`),
    counted(Prisma.sql`
      span = 'hour' AND kept AND (start = ANY(${timesOf(changed)}) OR start >= ${time(open)} AND start < ${time(to)})`),
    ...[{ from: open, to }, ...runsOf(changed)].map(liveIn),
  ];
  return Prisma.sql`(${Prisma.join(all, ' UNION ALL ')})`;
}

/** Hours that follow each other, as one. */
function runsOf(hours: readonly Date[]): { from: Date; to: Date }[] {
  const runs: { from: Date; to: Date }[] = [];
  for (const from of hours) {
    const to = new Date(from.getTime() + HOUR_MS);
    const last = runs.at(-1);
    if (last?.to.getTime() === from.getTime()) last.to = to;
    else runs.push({ from, to });
  }
  return runs;
}

/** With their zone: the database would read bare ones in the session's. */
const timesOf = (times: readonly Date[]): Prisma.Sql =>
  Prisma.sql`${times.map((at) => at.toISOString())}::text[]::timestamptz[]`;

function conditionOf({ within, application, operator, country, purpose }: CountFilter): Prisma.Sql {
  const all = [Prisma.sql`TRUE`];
  if (within !== null) all.push(Prisma.sql`application = ${within}`);
  if (application !== undefined) all.push(Prisma.sql`application = ${application}`);
  if (operator !== undefined) all.push(Prisma.sql`operator = ${operator}`);
  if (country !== undefined) all.push(Prisma.sql`country = ${country}`);
  if (purpose !== undefined) all.push(Prisma.sql`purpose = ${purpose}`);
  return Prisma.join(all, ' AND ');
}
