import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { Erased } from '../../matches/match-record.js';
import { firstIdAbout } from '../../access/time-id.js';
import { PrismaDatabase } from '../../persistence/prisma-database.js';

/** An event of a match, as the log has it. */
export interface MatchEntry {
  readonly index: number;
  /** Byte for byte what was hashed. */
  readonly leaf: string;
  /** What its `payloadHash` is the hash of; null where it has none, or was purged. */
  readonly payload: string | null;
}

/** An event of a match that is not in the log yet. */
export interface PendingEntry {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
}

/** Who asks about a match, and what they may see of it. */
export interface MatchView {
  readonly matchId: string;
  /** The application they are confined to; null for all. */
  readonly within: string | null;
  /** Whether they may see who looked at it. */
  readonly accesses: boolean;
  /** Of the tree: later entries are not in it yet. */
  readonly size: number;
}

/** The entries of the log by match. */
@Injectable()
export class PrismaMatchEntries {
  constructor(private readonly database: PrismaDatabase) {}

  /** Whether somebody confined so may know of this match. One that was purged is known by its entries alone. */
  async knows(matchId: string, within: string | null): Promise<boolean> {
    const [row] = await this.database.client.$queryRaw<{ known: boolean }[]>`
      SELECT EXISTS (
        SELECT FROM matches WHERE id = ${matchId}::uuid AND (${within}::text IS NULL OR application = ${within})
      ) OR (${within}::text IS NULL AND EXISTS (
        SELECT FROM log_entries WHERE match_id = ${matchId}::uuid AND source = 'match'
      )) AS known`;
    return row?.known === true;
  }

  /** Whether the person of the match was erased; null also where the match is gone. */
  async erased(matchId: string): Promise<Erased | null> {
    const [row] = await this.database.client.$queryRaw<Erased[]>`
      SELECT e.at, e.id::text AS "certificateId" FROM matches m
      JOIN erasures e ON e.subject_id = m.subject_id AND e.outcome = 'erased'
      WHERE m.id = ${matchId}::uuid`;
    return row ?? null;
  }

  /** In the order of the log. @param after the index the page begins after */
  async page(view: MatchView, limit: number, after: number): Promise<readonly MatchEntry[]> {
    const rows = await this.database.client.$queryRaw<
      { index: bigint; leaf: string; payload: string | null }[]
    >`
      SELECT l.index, l.leaf, p.payload
      FROM log_entries l LEFT JOIN log_payloads p ON p.index = l.index
      LEFT JOIN access_events a ON l.source = 'access' AND a.id = l.event_id
      WHERE l.match_id = ${view.matchId}::uuid AND l.index > ${BigInt(after)} AND l.index < ${BigInt(view.size)}
        AND (l.source = 'match' OR ${shown(view)})
      ORDER BY l.index LIMIT ${limit}`;
    return rows.map(({ index, leaf, payload }) => ({ index: Number(index), leaf, payload }));
  }

  /** In the order of time. */
  async pending(view: MatchView, limit: number): Promise<readonly PendingEntry[]> {
    const unlogged = (source: Prisma.Sql, id: Prisma.Sql) => Prisma.sql`NOT EXISTS (
      SELECT FROM log_entries l WHERE l.source = ${source} AND l.event_id = ${id} AND l.index < ${BigInt(view.size)}
    )`;
    const first = firstIdAbout(view.matchId);
    return this.database.client.$queryRaw<PendingEntry[]>`
      SELECT id::text, 'match.' || type AS type, at FROM match_events e
      WHERE e.match_id = ${view.matchId}::uuid AND e.id >= ${first}::uuid AND ${unlogged(Prisma.sql`'match'`, Prisma.sql`e.id`)}
      UNION ALL
      SELECT id::text, 'access.' || outcome, at FROM access_events a
      WHERE a.target_id = ${view.matchId} AND a.target_type = 'match' AND a.id >= ${first}::uuid AND ${shown(view)}
        AND ${unlogged(Prisma.sql`'access'`, Prisma.sql`a.id`)}
      ORDER BY at, id LIMIT ${limit}`;
  }
}

/** Of an access `a`: as the access log itself has it, a key sees what keys of its application did. */
const shown = ({ accesses, within }: MatchView): Prisma.Sql => {
  if (!accesses) return Prisma.sql`FALSE`;
  if (within === null) return Prisma.sql`TRUE`;
  return Prisma.sql`(a.application = ${within} AND a.actor_kind IN ('key', 'anonymous'))`;
};
