import { isRefused, Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import type { AccessLog } from '../access/access-log.js';
import { GroupCommit } from '../persistence/group-commit.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/**
 * Keeps accesses in the audit database. While one statement is under way, further lines wait and go together in the
 * next: a busy service writes hundreds at a time, an idle one waits for nobody.
 */
@Injectable()
export class PrismaAccessLog implements AccessLog {
  private readonly lines: GroupCommit<AccessEvent, undefined>;

  constructor(database: PrismaDatabase) {
    this.lines = new GroupCommit<AccessEvent, undefined>(
      async (events) => {
        await database.client.$executeRaw(insertOf(events));
        return [];
      },
      { most: 500, waitMs: 0, atOnce: 1, isRefused },
    );
  }

  append(event: AccessEvent): Promise<void> {
    return this.lines.add(event);
  }
}

/**
 * The statement that adds these lines. A part of another one where `given` names what that wrote: then lines are added
 * only if there is a row, so that a change and its record stand or fall together.
 */
export function insertOf(events: readonly AccessEvent[], given?: Prisma.Sql): Prisma.Sql {
  const lines = JSON.stringify(events.map(lineOf));
  return Prisma.sql`
    ${INSERT_LINES} jsonb_to_recordset(${lines}::jsonb) AS ${LINE}
    ${given === undefined ? Prisma.empty : Prisma.sql`WHERE EXISTS (SELECT FROM ${given})`}`;
}

/** Adds the lines `e`, which follow. */
export const INSERT_LINES = Prisma.sql`
  INSERT INTO access_events (
    id, at, actor_kind, actor_id, application, action, target_type, target_id, outcome, permission, request_id, data
  )
  SELECT e.id, e.at, e.actor_kind, e.actor_id, e.application, e.action, e.target_type, e.target_id, e.outcome,
    e.permission, e.request_id, e.data
  FROM`;

/** A line as `lineOf` writes it in JSON. */
export const LINE = Prisma.sql`e(
  id uuid, at timestamptz, actor_kind text, actor_id text, application text, action text, target_type text,
  target_id text, outcome text, permission text, request_id text, data jsonb
)`;

export const lineOf = ({
  id,
  at,
  actor,
  application,
  action,
  target,
  outcome,
  permission,
  requestId,
  data,
}: AccessEvent) => ({
  ...{ id, at, actor_kind: actor.kind, actor_id: actor.id, application, action },
  ...{ target_type: target?.type ?? null, target_id: target?.id ?? null },
  ...{ outcome, permission, request_id: requestId, data },
});
