import { Prisma } from '@dqe-admin/database';
import type { MatchEvent } from 'nestjs-dqe-idmobile';
import { v7 as uuidv7 } from 'uuid';

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

/**
 * The row of a subject, kept from being erased until the statement is through. No row where it has been: an erasure under
 * way is waited for, and the row looked at again.
 */
export const standing = (subjectId: string) => Prisma.sql`
  SELECT id FROM subjects WHERE id = ${subjectId}::uuid AND erased_at IS NULL FOR SHARE`;
