import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessData, AccessEvent, Outcome } from '../access/access-event.js';
import type { Action } from '../access/actions.js';
import type { Permission } from '../access/permissions.js';
import type { Actor } from '../access/principal.js';
import { firstIdAbout, firstIdOf } from '../access/time-id.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/** What the log is narrowed to; everything given has to hold. */
export interface AccessFilter {
  readonly from?: Date;
  readonly to?: Date;
  /** `id` undefined: all of the kind. */
  readonly actor?: { readonly kind: Actor['kind']; readonly id?: string };
  readonly action?: Action;
  readonly outcome?: Outcome;
  /** Id of what it was about. */
  readonly target?: string;
  readonly application?: string;
  /** What the reader is confined to, whatever else was asked for. */
  readonly within?: string | null;
}

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string;
  readonly application: string | null;
  readonly action: Action;
  readonly target_type: string | null;
  readonly target_id: string | null;
  readonly outcome: Outcome;
  readonly permission: Permission | null;
  readonly request_id: string | null;
  readonly data: AccessData;
}

/** Reads who did, saw, or was refused what. */
@Injectable()
export class PrismaAccessReader {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * Newest first. A match is its own record of having been asked for, and is listed as `match.create` among the others.
   * @param before the id the page begins after
   */
  async page(filter: AccessFilter, limit: number, before: string | null): Promise<readonly AccessEvent[]> {
    const matches = Prisma.sql`UNION ALL (
      SELECT id, created_at, actor_kind, actor_id, application, 'match.create', 'match', id::text, 'allowed',
        'matches:create', request_id, '{}'::jsonb
      FROM matches WHERE actor_id IS NOT NULL AND ${conditions(filter, before, MATCH_TARGET)}
      ORDER BY matches.id DESC LIMIT ${limit}
    )`;
    const rows = await this.database.client.$queryRaw<Row[]>`
      SELECT id::text, at, actor_kind, actor_id, application, action, target_type, target_id, outcome, permission,
        request_id, data
      FROM (
        (
          SELECT id, at, actor_kind, actor_id, application, action, target_type, target_id, outcome, permission,
            request_id, data
          FROM access_events WHERE ${conditions(filter, before, EVENT_TARGET)} ${ofAction(filter)}
          ORDER BY id DESC LIMIT ${limit}
        )
        ${mayBeMatch(filter) ? matches : Prisma.empty}
      ) events
      ORDER BY events.id DESC LIMIT ${limit}`;
    return rows.map(eventOf);
  }
}

const EVENT_TARGET = (id: string) => Prisma.sql`target_id = ${id} AND id >= ${firstIdAbout(id)}::uuid`;
const MATCH_TARGET = (id: string) => Prisma.sql`id = ${id}::uuid`;

const mayBeMatch = ({ action = 'match.create', outcome = 'allowed', target }: AccessFilter) =>
  action === 'match.create' && outcome === 'allowed' && (target === undefined || UUID.test(target));

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const ofAction = ({ action, outcome }: AccessFilter) => Prisma.sql`
  ${action === undefined ? Prisma.empty : Prisma.sql`AND action = ${action}`}
  ${outcome === undefined ? Prisma.empty : Prisma.sql`AND outcome = ${outcome}`}`;

/** Of both tables. Ids begin with their time, so periods are found by them, and need no index of their own. */
function conditions(
  { from, to, actor, target, application, within }: AccessFilter,
  before: string | null,
  isTarget: (id: string) => Prisma.Sql,
): Prisma.Sql {
  const all = [Prisma.sql`TRUE`];
  if (before !== null) all.push(Prisma.sql`id < ${before}::uuid`);
  if (from !== undefined) all.push(Prisma.sql`id >= ${firstIdOf(from)}::uuid`);
  if (to !== undefined) all.push(Prisma.sql`id < ${firstIdOf(to)}::uuid`);
  if (actor !== undefined) all.push(Prisma.sql`actor_kind = ${actor.kind}`);
  if (actor?.id !== undefined) all.push(Prisma.sql`actor_id = ${actor.id}`);
  if (target !== undefined) all.push(isTarget(target));
  if (application !== undefined) all.push(Prisma.sql`application = ${application}`);
  // The bootstrap key and people are of an application, too, and work for all of them.
  if (typeof within === 'string') {
    all.push(Prisma.sql`application = ${within} AND actor_kind IN ('key', 'anonymous')`);
  }
  return Prisma.join(all, ' AND ');
}

const eventOf = (row: Row): AccessEvent => ({
  id: row.id,
  at: row.at,
  actor: { kind: row.actor_kind, id: row.actor_id },
  application: row.application,
  action: row.action,
  target: row.target_type === null ? null : { type: row.target_type, id: row.target_id },
  outcome: row.outcome,
  permission: row.permission,
  requestId: row.request_id,
  data: row.data,
});
