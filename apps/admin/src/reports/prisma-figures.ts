import { Prisma } from '@dqe-admin/database';
import { MATCH_STATUSES } from 'nestjs-dqe-idmobile';
import { VERDICTS } from '../matches/match.view.js';
import { type LatencyCount, percentilesOf } from './counts/latency-buckets.js';
import { type CountTable, LATENCIES, OUTCOMES, SCORES } from './counts/prisma-count-sql.js';
import type { Counted, CountFilter, Period } from './counts/prisma-counted.js';
import type {
  ConsentNumbers,
  ErrorNumbers,
  FieldNumbers,
  LatencyRow,
  Row,
  RowKey,
  VolumeNumbers,
} from './report-numbers.js';
import type { Interval } from './report-period.js';
import type { Group } from './report.query.js';

/** Rows of an answer, at most: more is for nobody to read. */
export const MOST_ROWS = 20_000;

/** There would be more rows than anybody reads. */
export class TooManyRowsError extends Error {
  override readonly name = 'TooManyRowsError';
}

/** What rows are about. */
export interface Cut {
  readonly interval: Interval;
  readonly groups: readonly Group[];
}

export const WHOLE: Cut = { interval: 'none', groups: [] };

type Raw = Readonly<Record<string, unknown>>;

/** Figures of one period, under one filter, as of one time. */
export class PrismaFigures {
  constructor(
    private readonly counted: Counted,
    private readonly period: Period,
    private readonly filter: CountFilter,
  ) {}

  async volumes(cut: Cut): Promise<Row<VolumeNumbers>[]> {
    const byStatus = MATCH_STATUSES.map((status) =>
      counting(status, Prisma.sql`status = ${status}::match_status`),
    );
    const byVerdict = VERDICTS.map((verdict) =>
      counting(verdict, Prisma.sql`verdict = ${verdict}::verdict_result`),
    );
    const sums = [
      counting('matches'),
      ...byStatus,
      ...byVerdict,
      summing('contested'),
      summing('overridden'),
    ];
    const rows = await this.read(OUTCOMES, cut, [], sums);
    return rows.map((row) => ({
      ...keyOf(row, cut),
      ...{ matches: numberOf(row, 'matches'), contested: numberOf(row, 'contested') },
      overridden: numberOf(row, 'overridden'),
      statuses: numbersOf(row, MATCH_STATUSES),
      verdicts: numbersOf(row, VERDICTS),
    }));
  }

  async errors(cut: Cut): Promise<Row<ErrorNumbers>[]> {
    const found = Prisma.sql`error_id IS NOT NULL`;
    const rows = await this.read(OUTCOMES, cut, ['error_id', 'error_category'], [counting('matches')], found);
    return rows.map((row) => ({
      ...keyOf(row, cut),
      ...{ errorId: String(row['error_id']), category: row['error_category'] as string | null },
      matches: numberOf(row, 'matches'),
    }));
  }

  async consent(cut: Cut): Promise<Row<ConsentNumbers>[]> {
    const required = (name: string, which: Prisma.Sql) =>
      Prisma.sql`coalesce(sum(consent_required) FILTER (WHERE ${which}), 0)::float8 AS ${Prisma.raw(name)}`;
    const rejected = Prisma.sql`status IN ('rejected', 'unknown')`;
    const rows = await this.read(
      OUTCOMES,
      cut,
      [],
      [
        ...[counting('matches'), summing('consent_offered'), summing('consent_required')],
        ...[summing('consent_opened'), summing('consent_returned')],
        required('agreed', Prisma.sql`status = 'scored'`),
        required('refused', Prisma.sql`${rejected} AND error_category = 'declined'`),
        required('failed', Prisma.sql`${rejected} AND error_category IS DISTINCT FROM 'declined'`),
        required('expired', Prisma.sql`status = 'expired'`),
        required('pending', Prisma.sql`status IN ('requested', 'consent_pending', 'retrieving')`),
      ],
    );
    return rows.map((row) => ({
      ...keyOf(row, cut),
      ...{ matches: numberOf(row, 'matches'), offered: numberOf(row, 'consent_offered') },
      ...{ required: numberOf(row, 'consent_required'), opened: numberOf(row, 'consent_opened') },
      returned: numberOf(row, 'consent_returned'),
      ...numbersOf(row, ['agreed', 'refused', 'failed', 'expired', 'pending']),
    }));
  }

  async latency(cut: Cut): Promise<LatencyRow[]> {
    const rows = await this.read(LATENCIES, cut, ['bucket'], [counting('matches')]);
    const grouped = new Map<string, { key: RowKey; counts: LatencyCount[] }>();
    for (const row of rows) {
      const key = keyOf(row, cut);
      const text = JSON.stringify(key);
      const group = grouped.get(text) ?? { key, counts: [] };
      group.counts.push({ bucket: numberOf(row, 'bucket'), matches: numberOf(row, 'matches') });
      grouped.set(text, group);
    }
    return [...grouped.values()].map(({ key, counts }) => ({ ...key, ...percentilesOf(counts) }));
  }

  async fields(cut: Cut): Promise<Row<FieldNumbers>[]> {
    const bands = Array.from({ length: 11 }, (_, band) => `coalesce(sum(bands[${band + 1}]), 0)::int`);
    const rows = await this.read(
      SCORES,
      cut,
      ['field'],
      [
        ...[summing('available'), summing('unavailable'), summing('total')],
        Prisma.raw(`ARRAY[${bands.join(', ')}] AS bands`),
      ],
    );
    return rows.map((row) => ({
      ...keyOf(row, cut),
      ...{ field: String(row['field']), bands: row['bands'] as number[] },
      ...numbersOf(row, ['available', 'unavailable', 'total']),
    }));
  }

  /** By `cut` and further columns of the table, in their order. */
  private async read(
    table: CountTable,
    { interval, groups }: Cut,
    more: readonly string[],
    sums: readonly Prisma.Sql[],
    which: Prisma.Sql = Prisma.sql`TRUE`,
  ): Promise<readonly Raw[]> {
    const rows = await this.counted.rows(table, this.period, this.filter);
    const at = interval === 'none' ? [] : [Prisma.sql`date_trunc(${interval}, start, 'UTC') AS at`];
    const names = [...groups, ...more];
    const columns = [...at, ...names.map((name) => Prisma.raw(name))];
    const places = columns.map((_, place) => Prisma.raw(String(place + 1)));
    const found = await this.counted.tx.$queryRaw<Raw[]>`
      SELECT ${Prisma.join([...columns, ...sums])} FROM ${rows} r WHERE ${which}
      ${places.length === 0 ? Prisma.sql`HAVING count(*) > 0` : Prisma.sql`GROUP BY ${Prisma.join(places)}`}
      ${places.length === 0 ? Prisma.empty : Prisma.sql`ORDER BY ${Prisma.join(places)}`}
      LIMIT ${MOST_ROWS + 1}`;
    if (found.length > MOST_ROWS) throw new TooManyRowsError();
    return found;
  }
}

const counting = (name: string, which = Prisma.sql`TRUE`) =>
  Prisma.sql`coalesce(sum(matches) FILTER (WHERE ${which}), 0)::float8 AS ${Prisma.raw(`"${name}"`)}`;
const summing = (column: string) => Prisma.raw(`coalesce(sum(${column}), 0)::float8 AS ${column}`);

const keyOf = (row: Raw, { groups }: Cut): RowKey => ({
  start: (row['at'] as Date | undefined) ?? null,
  ...(Object.fromEntries(groups.map((group) => [group, row[group]])) as Omit<RowKey, 'start'>),
});

const numberOf = (row: Raw, name: string): number => Number(row[name]);
const numbersOf = <Name extends string>(row: Raw, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, numberOf(row, name)])) as Record<Name, number>;
