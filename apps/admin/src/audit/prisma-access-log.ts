import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import type { AccessLog } from '../access/access-log.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';

interface Waiting {
  readonly event: AccessEvent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Lines in one statement, at most: so that none grows without end. */
const MOST = 500;

/**
 * Keeps accesses in the audit database. While one statement is under way, further lines wait and go together in the
 * next: a busy service writes hundreds at a time, an idle one waits for nobody.
 */
@Injectable()
export class PrismaAccessLog implements AccessLog {
  #waiting: Waiting[] = [];
  #writing = false;

  constructor(private readonly database: PrismaDatabase) {}

  append(event: AccessEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST);
      try {
        await this.database.client.$executeRaw(insertOf(batch.map(({ event }) => event)));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }
}

/**
 * The statement that adds these lines. A part of another one where `given` names what that wrote: then lines are added
 * only if there is a row, so that a change and its record stand or fall together.
 */
export function insertOf(events: readonly AccessEvent[], given?: Prisma.Sql): Prisma.Sql {
  const lines = JSON.stringify(events.map(lineOf));
  return Prisma.sql`
    INSERT INTO access_events (
      id, at, actor_kind, actor_id, application, action, target_type, target_id, outcome, permission, request_id, data
    )
    SELECT e.id, e.at, e.actor_kind, e.actor_id, e.application, e.action, e.target_type, e.target_id, e.outcome,
      e.permission, e.request_id, e.data
    FROM jsonb_to_recordset(${lines}::jsonb) AS e(
      id uuid, at timestamptz, actor_kind text, actor_id text, application text, action text, target_type text,
      target_id text, outcome text, permission text, request_id text, data jsonb
    )
    ${given === undefined ? Prisma.empty : Prisma.sql`WHERE EXISTS (SELECT FROM ${given})`}`;
}

const lineOf = ({
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
