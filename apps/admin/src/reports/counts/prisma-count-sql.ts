import { Prisma } from '@dqe-admin/database';
import { SCORE_FIELDS } from 'nestjs-dqe-idmobile';
import { LATENCY_BOUNDS } from './latency-buckets.js';

/** How many bands of a tenth there are, with one of its own for 1. */
export const BANDS = 11;

/** A table of counts: what it tells apart, what it adds up, and how its rows are made of matches. */
export interface CountTable {
  readonly name: string;
  /** Columns that tell rows apart, beside the time. */
  readonly groups: readonly string[];
  /** Columns that are added up, each with the sum of several rows. */
  readonly sums: readonly (readonly [column: string, sum: string])[];
  /** Rows by hour. @param which what there is to select matches from, as `m` */
  readonly of: (which: Prisma.Sql) => Prisma.Sql;
}

const HOUR = Prisma.sql`date_trunc('hour', m.created_at, 'UTC')`;
const WHERE = ['application', 'operator', 'country', 'purpose'] as const;
const intSum = (column: string) => [column, `sum(${column})::int`] as const;

export const OUTCOMES: CountTable = {
  name: 'report_outcomes',
  groups: [...WHERE, 'status', 'verdict', 'error_id', 'error_category'],
  sums: [
    ...['matches', 'consent_offered', 'consent_required', 'consent_opened', 'consent_returned'].map(intSum),
    ...['contested', 'overridden'].map(intSum),
  ],
  of: (which) => Prisma.sql`
    SELECT ${HOUR} AS start, m.application, m.operator, m.country, m.purpose, m.status, m.verdict, m.error_id,
      m.error_category, count(*)::int AS matches, count(*) FILTER (WHERE m.consent_offered)::int AS consent_offered,
      count(s.match_id)::int AS consent_required,
      count(*) FILTER (WHERE s.bound_at IS NOT NULL OR s.claimed_at IS NOT NULL)::int AS consent_opened,
      count(s.claimed_at)::int AS consent_returned, count(m.review_state)::int AS contested,
      count(m.override_verdict)::int AS overridden
    FROM ${which} LEFT JOIN consent_sessions s ON s.match_id = m.id
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`,
};

/**
 * Until DQE answered: with scores, with an error of its own, or with the operator's page. How long a customer takes there
 * is nobody's latency.
 */
export const LATENCIES: CountTable = {
  name: 'report_latencies',
  groups: [...WHERE, 'bucket'],
  sums: [intSum('matches')],
  of: (which) => Prisma.sql`
    SELECT ${HOUR} AS start, m.application, m.operator, m.country, m.purpose,
      width_bucket(
        round(extract(epoch FROM coalesce(s.opened_at, m.settled_at) - m.created_at) * 1000)::int,
        ${[...LATENCY_BOUNDS]}::int[]
      )::smallint AS bucket,
      count(*)::int AS matches
    FROM ${which} LEFT JOIN consent_sessions s ON s.match_id = m.id
    WHERE coalesce(s.opened_at, m.settled_at) IS NOT NULL AND (
      s.match_id IS NOT NULL OR m.status = 'scored' OR m.status = 'rejected' AND NOT starts_with(m.error_id, 'DQE_')
    )
    GROUP BY 1, 2, 3, 4, 5, 6`,
};

const valueOf = (field: string) => Prisma.sql`(${field}, m.scores #>> ${field.split('.')}::text[])`;
const bandOf = (band: number) =>
  Prisma.sql`count(*) FILTER (WHERE floor(f.score::numeric * 10) = ${band}::int)::int`;
const bandSum = (_: unknown, band: number) => `sum(bands[${band + 1}])::int`;

export const SCORES: CountTable = {
  name: 'report_scores',
  groups: [...WHERE, 'field'],
  sums: [
    ...['available', 'unavailable'].map(intSum),
    ['total', 'sum(total)::bigint'],
    ['bands', `ARRAY[${Array.from({ length: BANDS }, bandSum).join(', ')}]`],
  ],
  of: (which) => Prisma.sql`
    SELECT ${HOUR} AS start, m.application, m.operator, m.country, m.purpose, f.field,
      count(f.score)::int AS available, (count(*) - count(f.score))::int AS unavailable,
      coalesce(sum(round(f.score::numeric * 1000000)), 0)::bigint AS total,
      ARRAY[${Prisma.join(Array.from({ length: BANDS }, (_, band) => bandOf(band)))}] AS bands
    FROM ${which} CROSS JOIN LATERAL (VALUES ${Prisma.join(SCORE_FIELDS.map(valueOf))}) f(field, score)
    WHERE m.scores IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6`,
};

export const COUNT_TABLES = [OUTCOMES, LATENCIES, SCORES] as const;

/** Columns of all rows of a table, as in `of`. */
export const columnsOf = ({ groups, sums }: CountTable): Prisma.Sql =>
  Prisma.raw(['start', ...groups, ...sums.map(([column]) => column)].join(', '));

/** Puts rows into a table. */
export const insertInto = (
  table: CountTable,
  span: 'hour' | 'day',
  kept: boolean,
  rows: Prisma.Sql,
): Prisma.Sql => Prisma.sql`
  INSERT INTO ${Prisma.raw(table.name)} (span, kept, ${columnsOf(table)})
  SELECT ${span}, ${kept}::boolean, rows.* FROM (${rows}) rows`;

/** Rows of a table that tell the same apart, as one. @param start of the sum */
export const summed = (
  { groups, sums }: CountTable,
  start: Prisma.Sql,
  from: Prisma.Sql,
): Prisma.Sql => Prisma.sql`
  SELECT ${start} AS start, ${Prisma.raw([...groups, ...sums.map(([column, sum]) => `${sum} AS ${column}`)].join(', '))}
  FROM ${from} GROUP BY 1, ${Prisma.raw(groups.join(', '))}`;
