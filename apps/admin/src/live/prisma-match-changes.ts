import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/** A part of the log, and which matches changed in it. */
export interface MatchChanges {
  /** In the order of the log; a match once, at its last place in this part. */
  readonly items: readonly {
    readonly index: number;
    readonly matchId: string;
    readonly application: string;
  }[];
  /** The index to go on from. */
  readonly next: number;
  /** Whether there was more than was looked at. */
  readonly more: boolean;
}

/** Entries of the log that one look takes. */
const MOST = 500;

/**
 * What becomes of matches, in one order for all instances: that of the log, which every event of a match enters within
 * seconds. Ids of events would not do: they are in the order of clocks, of which each instance has its own, and a
 * transaction that takes longer than another shows up behind it.
 */
@Injectable()
export class PrismaMatchChanges {
  constructor(private readonly database: PrismaDatabase) {}

  /** The index of the next entry there will be. */
  async position(): Promise<number> {
    const [row] = await this.database.client.$queryRaw<{ next: number }[]>`
      SELECT coalesce(max("index") + 1, 0)::float8 AS next FROM log_entries`;
    return row?.next ?? 0;
  }

  /** @param from the index to begin with */
  async from(from: number): Promise<MatchChanges> {
    const rows = await this.database.client.$queryRaw<
      { index: number; matchId: string | null; application: string | null }[]
    >`
      SELECT l."index"::float8 AS "index", m.id::text AS "matchId", m.application
      FROM (
        SELECT "index", source, match_id FROM log_entries WHERE "index" >= ${BigInt(from)} ORDER BY "index" LIMIT ${MOST}
      ) l LEFT JOIN LATERAL (
        SELECT id, application FROM matches WHERE l.source = 'match' AND id = l.match_id LIMIT 1
      ) m ON TRUE
      ORDER BY l."index"`;
    const last = new Map<string, MatchChanges['items'][number]>();
    for (const { index, matchId, application } of rows) {
      if (matchId === null || application === null) continue;
      // Deleted first, so that the order is that of the last place.
      last.delete(matchId);
      last.set(matchId, { index, matchId, application });
    }
    const end = rows.at(-1)?.index;
    return {
      items: [...last.values()],
      next: end === undefined ? from : end + 1,
      more: rows.length === MOST,
    };
  }
}
