import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { Action } from '../access/actions.js';
import { firstIdOf } from '../access/time-id.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import type { Period } from './counts/prisma-counted.js';
import type { Interval } from './report-period.js';

/** What shows personal data, or takes matches out of the service. */
const TELLING: readonly Action[] = [
  ...(['match.reveal', 'match.reveals', 'subject.report'] as const),
  ...(['export.run', 'export.request', 'match.override', 'erasure.create'] as const),
];

export interface AccessFigures {
  readonly actorKind: string;
  readonly actorId: string;
  readonly name: string | null;
  readonly action: string;
  readonly allowed: number;
  readonly refused: number;
  readonly failed: number;
  readonly lastAt: Date;
}

export interface LifecycleFigures {
  readonly purged: number;
  readonly purges: number;
  readonly erased: number;
  readonly refused: number;
  readonly nothingHeld: number;
  readonly holdsPlaced: number;
  readonly holdsReleased: number;
}

/** What people and the service itself did, from what is on record of it. */
@Injectable()
export class PrismaActFigures {
  constructor(private readonly database: PrismaDatabase) {}

  /** @param within a key sees what keys of its application did */
  async accesses(
    { from, to }: Period,
    within: string | null,
    application?: string,
  ): Promise<AccessFigures[]> {
    const confined =
      within === null
        ? Prisma.empty
        : Prisma.sql`AND application = ${within} AND actor_kind IN ('key', 'anonymous')`;
    const narrowed = application === undefined ? Prisma.empty : Prisma.sql`AND application = ${application}`;
    return this.database.client.$queryRaw<AccessFigures[]>`
      SELECT e.*, coalesce(p.name, k.name) AS name FROM (
        SELECT actor_kind AS "actorKind", actor_id AS "actorId", action,
          count(*) FILTER (WHERE outcome = 'allowed')::int AS allowed,
          count(*) FILTER (WHERE outcome = 'refused')::int AS refused,
          count(*) FILTER (WHERE outcome = 'failed')::int AS failed, max(at) AS "lastAt"
        FROM access_events
        WHERE id >= ${firstIdOf(from)}::uuid AND id < ${firstIdOf(to)}::uuid
          AND action IN (${Prisma.join([...TELLING])}) ${confined} ${narrowed}
        GROUP BY 1, 2, 3
      ) e
      LEFT JOIN people p ON e."actorKind" = 'person' AND p.id::text = e."actorId"
      LEFT JOIN api_keys k ON e."actorKind" = 'key' AND k.id::text = e."actorId"
      ORDER BY e."actorKind", 8, e."actorId", e.action LIMIT 10000`;
  }

  /** Runs of retention are of all applications: whoever is confined sees none. */
  async lifecycle(
    { from, to }: Period,
    within: string | null,
    interval: Interval,
  ): Promise<(LifecycleFigures & { readonly start: Date | null })[]> {
    const inside = (at: string) =>
      Prisma.sql`${Prisma.raw(at)} >= ${time(from)} AND ${Prisma.raw(at)} < ${time(to)}`;
    const own = within === null ? Prisma.empty : Prisma.sql`AND application = ${within}`;
    const start =
      interval === 'none' ? Prisma.sql`NULL::timestamptz` : Prisma.sql`date_trunc(${interval}, at, 'UTC')`;
    const zero = Prisma.raw('0::int');
    const rows = await this.database.client.$queryRaw<(LifecycleFigures & { readonly start: Date | null })[]>`
      SELECT ${start} AS start, sum(purged)::int AS purged, sum(purges)::int AS purges, sum(erased)::int AS erased,
        sum(refused)::int AS refused, sum(nothing)::int AS "nothingHeld", sum(placed)::int AS "holdsPlaced",
        sum(released)::int AS "holdsReleased"
      FROM (
        SELECT coalesce(ended_at, started_at) AS at, coalesce((report ->> 'purged')::int, 0) AS purged, 1 AS purges,
          ${zero} AS erased, ${zero} AS refused, ${zero} AS nothing, ${zero} AS placed, ${zero} AS released
        FROM retention_runs
        WHERE NOT dry_run AND ${within}::text IS NULL AND ${inside('coalesce(ended_at, started_at)')}
        UNION ALL
        SELECT at, 0, 0, (outcome = 'erased')::int, (outcome = 'refused')::int, (outcome = 'nothing_held')::int, 0, 0
        FROM erasures WHERE ${inside('at')} ${own}
        UNION ALL
        SELECT created_at, 0, 0, 0, 0, 0, 1, 0 FROM legal_holds WHERE ${inside('created_at')} ${own}
        UNION ALL
        SELECT released_at, 0, 0, 0, 0, 0, 0, 1 FROM legal_holds WHERE ${inside('released_at')} ${own}
      ) acts GROUP BY 1 ORDER BY 1`;
    return rows;
  }
}
