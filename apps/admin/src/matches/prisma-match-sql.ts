import { Prisma } from '@dqe-admin/database';
import type { MatchEvent, MatchNotice } from 'nestjs-dqe-idmobile';
import { v7 as uuidv7 } from 'uuid';
import { time } from '../persistence/prisma-time.js';

/**
 * A part of a statement that adds the events to the matches whose ids `ids` returns.
 * @param data of each event, where it is more than the event's own
 */
export function timelineOf(
  events: readonly MatchEvent[],
  ids: Prisma.Sql,
  data: Prisma.Sql = Prisma.sql`e.data`,
): Prisma.Sql {
  const lines = JSON.stringify(events.map((event) => ({ id: uuidv7(), ...event })));
  return Prisma.sql`timeline AS (
    INSERT INTO match_events (id, match_id, type, at, duration_ms, data)
    SELECT e.id, m.id, e.type, e.at, e."durationMs", ${data}
    FROM ${ids} m, jsonb_to_recordset(${lines}::jsonb)
      AS e(id uuid, type text, at timestamptz, "durationMs" int, data jsonb)
  )`;
}

/** A part of a statement that stores a notice where the match has `changed`. */
export function outboxOf(notice: MatchNotice | null): Prisma.Sql {
  if (notice === null) return Prisma.empty;
  const { id, type, at, status, verdict, errorId, operator, expiresAt } = notice;
  const data: NoticeData = {
    ...{ status, verdict, errorId, operator },
    expiresAt: expiresAt?.toISOString() ?? null,
  };
  // Not the column's default: rounded to the millisecond, it may lie ahead of now().
  return Prisma.sql`, outbox AS (
    INSERT INTO match_notices (id, match_id, type, at, data, available_at)
    SELECT ${id}::uuid, id, ${type}, ${time(at)}, ${JSON.stringify(data)}::jsonb, date_trunc('milliseconds', now())
    FROM changed
  )`;
}

/** What there are no columns for. */
export type NoticeData = Pick<MatchNotice, 'status' | 'verdict' | 'errorId' | 'operator'> & {
  readonly expiresAt: string | null;
};

/**
 * The row of a subject, kept from being erased until the statement is through. No row where it has been: an erasure under
 * way is waited for, and the row looked at again.
 */
export const standing = (subjectId: string) => Prisma.sql`
  SELECT id FROM subjects WHERE id = ${subjectId}::uuid AND erased_at IS NULL FOR SHARE`;
