import { Prisma } from '@dqe-admin/database';
import { MATCH_STATUSES } from 'nestjs-dqe-idmobile';
import { VERDICTS } from '../matches/match.view.js';
import { type LatencyCount, percentilesOf } from './counts/latency-buckets.js';
import { type CountTable, LATENCIES, OUTCOMES, SCORES } from './counts/prisma-count-sql.js';
import type { Counted, CountFilter, Period } from './counts/prisma-counted.js';
import type {
  AvailabilityNumbers,
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

/** Of each cut its own. */
type Each<Cuts extends readonly Cut[], Rows> = { readonly [Place in keyof Cuts]: Rows };

/** Figures of one period, under one filter, as of one time; by several cuts in one pass over the counts. */
export class PrismaFigures {
  constructor(
    private readonly counted: Counted,
    private readonly period: Period,
    private readonly filter: CountFilter,
  ) {}

  async volumes<const Cuts extends readonly Cut[]>(...cuts: Cuts): Promise<Each<Cuts, Row<VolumeNumbers>[]>> {
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
    return this.read(OUTCOMES, cuts, { sums }, (rows, cut) =>
      rows.map((row) => ({
        ...keyOf(row, cut),
        ...{ matches: numberOf(row, 'matches'), contested: numberOf(row, 'contested') },
        overridden: numberOf(row, 'overridden'),
        statuses: numbersOf(row, MATCH_STATUSES),
        verdicts: numbersOf(row, VERDICTS),
      })),
    );
  }

  async errors(cut: Cut): Promise<Row<ErrorNumbers>[]> {
    const found = Prisma.sql`error_id IS NOT NULL`;
    const what = { more: ['error_id', 'error_category'], sums: [counting('matches')], which: found };
    const [errors] = await this.read(OUTCOMES, [cut], what, (rows) =>
      rows.map((row) => ({
        ...keyOf(row, cut),
        ...{ errorId: String(row['error_id']), category: row['error_category'] as string | null },
        matches: numberOf(row, 'matches'),
      })),
    );
    return errors;
  }

  async consent<const Cuts extends readonly Cut[]>(
    ...cuts: Cuts
  ): Promise<Each<Cuts, Row<ConsentNumbers>[]>> {
    const required = (name: string, which: Prisma.Sql) =>
      Prisma.sql`coalesce(sum(consent_required) FILTER (WHERE ${which}), 0)::float8 AS ${Prisma.raw(name)}`;
    const rejected = Prisma.sql`status IN ('rejected', 'unknown')`;
    const sums = [
      ...[counting('matches'), summing('consent_offered'), summing('consent_required')],
      ...[summing('consent_opened'), summing('consent_returned')],
      required('agreed', Prisma.sql`status = 'scored'`),
      required('refused', Prisma.sql`${rejected} AND error_category = 'declined'`),
      required('failed', Prisma.sql`${rejected} AND error_category IS DISTINCT FROM 'declined'`),
      required('expired', Prisma.sql`status = 'expired'`),
      required('pending', Prisma.sql`status IN ('requested', 'consent_pending', 'retrieving')`),
    ];
    return this.read(OUTCOMES, cuts, { sums }, (rows, cut) =>
      rows.map((row) => ({
        ...keyOf(row, cut),
        ...{ matches: numberOf(row, 'matches'), offered: numberOf(row, 'consent_offered') },
        ...{ required: numberOf(row, 'consent_required'), opened: numberOf(row, 'consent_opened') },
        returned: numberOf(row, 'consent_returned'),
        ...numbersOf(row, ['agreed', 'refused', 'failed', 'expired', 'pending']),
      })),
    );
  }

  async latency<const Cuts extends readonly Cut[]>(...cuts: Cuts): Promise<Each<Cuts, LatencyRow[]>> {
    const what = { more: ['bucket'], sums: [counting('matches')] };
    return this.read(LATENCIES, cuts, what, (rows, cut) => {
      const grouped = new Map<string, { key: RowKey; counts: LatencyCount[] }>();
      for (const row of rows) {
        const key = keyOf(row, cut);
        const text = JSON.stringify(key);
        const group = grouped.get(text) ?? { key, counts: [] };
        group.counts.push({ bucket: numberOf(row, 'bucket'), matches: numberOf(row, 'matches') });
        grouped.set(text, group);
      }
      return [...grouped.values()].map(({ key, counts }) => ({ ...key, ...percentilesOf(counts) }));
    });
  }

  /** Of all fields together. */
  async availability(cut: Cut): Promise<Row<AvailabilityNumbers>[]> {
    const sums = [summing('available'), summing('unavailable')];
    const [rows] = await this.read(SCORES, [cut], { sums }, (found) =>
      found.map((row) => ({ ...keyOf(row, cut), ...numbersOf(row, ['available', 'unavailable']) })),
    );
    return rows;
  }

  async fields(cut: Cut): Promise<Row<FieldNumbers>[]> {
    const bands = Array.from({ length: 11 }, (_, band) => `coalesce(sum(bands[${band + 1}]), 0)::int`);
    const sums = [
      ...[summing('available'), summing('unavailable'), summing('total')],
      Prisma.raw(`ARRAY[${bands.join(', ')}] AS bands`),
    ];
    const [fields] = await this.read(SCORES, [cut], { more: ['field'], sums }, (rows) =>
      rows.map((row) => ({
        ...keyOf(row, cut),
        ...{ field: String(row['field']), bands: row['bands'] as number[] },
        ...numbersOf(row, ['available', 'unavailable', 'total']),
      })),
    );
    return fields;
  }

  /**
   * By each cut and `more` columns of the table, in their order.
   * @param make figures of the rows of one cut
   */
  private async read<const Cuts extends readonly Cut[], Rows>(
    table: CountTable,
    cuts: Cuts,
    { more = [], sums, which = Prisma.sql`TRUE` }: Read,
    make: (rows: readonly Raw[], cut: Cut) => Rows,
  ): Promise<Each<Cuts, Rows>> {
    const counts = await this.counted.rows(table, this.period, this.filter);
    const interval = cuts.find((cut) => cut.interval !== 'none')?.interval;
    const at =
      interval === undefined ? Prisma.empty : Prisma.sql`date_trunc(${interval}, start, 'UTC') AS at,`;
    const names = [...new Set([...(interval === undefined ? [] : ['at']), ...cuts.flatMap(namesOf)])];
    // GROUPING has a bit for each name, the first the highest; it is 1 where the rows are not by that name.
    const maskOf = (cut: Cut) =>
      names.reduce((mask, name) => 2 * mask + (namesOf(cut).includes(name) ? 0 : 1), 0);
    const sets = new Map(cuts.map((cut) => [maskOf(cut), `(${[...namesOf(cut), ...more].join(', ')})`]));
    const mask = names.length === 0 ? '0' : `GROUPING(${names.join(', ')})`;
    const columns = [...names, ...more].map((name) => Prisma.raw(name));
    const found = await this.counted.tx.$queryRaw<Raw[]>`
      SELECT ${Prisma.join([Prisma.raw(`${mask} AS cut`), ...columns, ...sums])}
      FROM (SELECT ${at} r.* FROM ${counts} r WHERE ${which}) r
      GROUP BY GROUPING SETS (${Prisma.raw([...sets.values()].join(', '))}) HAVING count(*) > 0
      ORDER BY ${Prisma.join([Prisma.raw('cut'), ...columns])}
      LIMIT ${sets.size * (MOST_ROWS + 1)}`;
    return cuts.map((cut) => {
      const rows = found.filter((row) => row['cut'] === maskOf(cut));
      if (rows.length > MOST_ROWS) throw new TooManyRowsError();
      return make(rows, cut);
    }) as Each<Cuts, Rows>;
  }
}

interface Read {
  /** Columns that rows are by beside those of the cut. */
  readonly more?: readonly string[];
  readonly sums: readonly Prisma.Sql[];
  readonly which?: Prisma.Sql;
}

const namesOf = ({ interval, groups }: Cut): readonly string[] => [
  ...(interval === 'none' ? [] : ['at']),
  ...groups,
];

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
