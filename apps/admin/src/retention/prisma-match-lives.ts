import { Prisma } from '@dqe-admin/database';
import type { MatchStatus } from 'nestjs-dqe-idmobile';
import { time } from '../persistence/prisma-time.js';
import type { MatchLife } from './match-life.js';

type Reader = Pick<Prisma.TransactionClient, '$queryRaw'>;

interface Row {
  readonly id: string;
  readonly subject_id: string | null;
  readonly application: string;
  readonly purpose: string | null;
  readonly status: MatchStatus;
  readonly settled_at: Date | null;
  readonly relationship_ended_at: Date | null;
  readonly held: boolean;
}

/** That a hold, `h`, stands at `now`. */
export const holdStands = (now: Date): Prisma.Sql =>
  Prisma.sql`h.released_at IS NULL AND (h.until IS NULL OR h.until > ${time(now)})`;

/** That a number is guarded against guessing, by `p`, at `now`. */
export const throttleRuns = (now: Date): Prisma.Sql => Prisma.sql`p.until > ${time(now)}`;

/** What decides how long these matches, `m`, are kept; by id. */
async function livesWhere(reader: Reader, now: Date, where: Prisma.Sql): Promise<MatchLife[]> {
  const rows = await reader.$queryRaw<Row[]>`
    SELECT m.id::text, m.subject_id::text, m.application, m.purpose, m.status::text, m.settled_at,
      r.ended_at AS relationship_ended_at,
      EXISTS (
        SELECT FROM legal_holds h WHERE h.subject_id = m.subject_id AND ${holdStands(now)}
          AND (h.match_id IS NULL OR h.match_id = m.id) AND (h.application IS NULL OR h.application = m.application)
      ) AS held
    FROM matches m LEFT JOIN LATERAL (
      SELECT ended_at FROM relationships
      WHERE subject_id = m.subject_id AND relationships.application IN (m.application, '*')
      ORDER BY relationships.application = '*' LIMIT 1
    ) r ON true
    WHERE ${where}`;
  return rows.map((row) => ({
    ...{ id: row.id, subjectId: row.subject_id, application: row.application, purpose: row.purpose },
    ...{ status: row.status, settledAt: row.settled_at, held: row.held },
    relationshipEndedAt: row.relationship_ended_at,
  }));
}

/** Of persons. */
export const livesOfSubjects = (reader: Reader, subjectIds: readonly string[], now: Date) =>
  livesWhere(reader, now, Prisma.sql`m.subject_id = ANY(${[...subjectIds]}::uuid[]) ORDER BY m.id`);

export const livesOfMatches = (reader: Reader, ids: readonly string[], now: Date) =>
  livesWhere(reader, now, Prisma.sql`m.id = ANY(${[...ids]}::uuid[]) ORDER BY m.id`);

/** The next ones, oldest first. Both ends are left out. */
export const livesBetween = (
  reader: Reader,
  {
    after,
    before,
    limit,
  }: { readonly after: string | null; readonly before: string; readonly limit: number },
  now: Date,
) =>
  livesWhere(
    reader,
    now,
    Prisma.sql`(${after}::uuid IS NULL OR m.id > ${after}::uuid) AND m.id < ${before}::uuid ORDER BY m.id LIMIT ${limit}`,
  );
