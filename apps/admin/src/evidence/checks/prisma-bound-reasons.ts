import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { type BoundReason, boundReasonOf, REASON_PLACES, type ReasonPlace } from './bound-reason.js';
import type { LogRow } from './prisma-log-slices.js';

const COLUMNS: Readonly<Record<ReasonPlace, readonly [table: Prisma.Sql, column: Prisma.Sql]>> = {
  reveals: [Prisma.sql`reveals`, Prisma.sql`reason_sealed`],
  holds: [Prisma.sql`legal_holds`, Prisma.sql`reason_sealed`],
  releases: [Prisma.sql`legal_holds`, Prisma.sql`release_reason_sealed`],
  contests: [Prisma.sql`reviews`, Prisma.sql`reason_sealed`],
  closings: [Prisma.sql`reviews`, Prisma.sql`closing_reason_sealed`],
  overrides: [Prisma.sql`verdict_overrides`, Prisma.sql`reason_sealed`],
  requests: [Prisma.sql`approvals`, Prisma.sql`reason_sealed`],
  decisions: [Prisma.sql`approvals`, Prisma.sql`decision_reason_sealed`],
  exports: [Prisma.sql`exports`, Prisma.sql`reason_sealed`],
  policies: [Prisma.sql`policies`, Prisma.sql`note_sealed`],
  publications: [Prisma.sql`policy_publications`, Prisma.sql`reason_sealed`],
};

export interface ReasonFlaw {
  readonly code: 'reason_altered' | 'reason_missing';
  readonly index: number;
  readonly eventId: string;
}

/** The sealed reasons that are on record, beside the events that bind them. */
@Injectable()
export class PrismaBoundReasons {
  constructor(private readonly database: PrismaDatabase) {}

  /** What is wrong with the reasons of these events; of those that bind none, nothing. */
  async flaws(rows: readonly LogRow[]): Promise<readonly ReasonFlaw[]> {
    const bound = rows.flatMap((row) => {
      const reason = boundReasonOf(row);
      return reason === null ? [] : [{ ...reason, index: row.index, eventId: row.eventId }];
    });
    const flaws: ReasonFlaw[] = [];
    for (const place of REASON_PLACES) {
      const here = bound.filter((one) => one.place === place);
      if (here.length === 0) continue;
      const found = await this.#hashes(place, here);
      here.forEach(({ index, eventId, hash }, i) => {
        const { now = null, purged = false } = found[i] ?? {};
        if (now === hash || (now === null && purged)) return;
        flaws.push({ code: now === null ? 'reason_missing' : 'reason_altered', index, eventId });
      });
    }
    return flaws.sort((a, b) => a.index - b.index);
  }

  /** In the same order: the hash of what is there now, and whether the match it goes with is gone. */
  #hashes(
    place: ReasonPlace,
    reasons: readonly BoundReason[],
  ): Promise<readonly { readonly now: string | null; readonly purged: boolean }[]> {
    const [table, column] = COLUMNS[place];
    return this.database.client.$queryRaw`
      SELECT encode(sha256(t.${column}), 'base64') AS now, w.match_id IS NOT NULL AND m.id IS NULL AS purged
      FROM unnest(${reasons.map(({ row }) => row)}::uuid[], ${reasons.map(({ goesWith }) => goesWith)}::uuid[])
        WITH ORDINALITY AS w(id, match_id, place)
      LEFT JOIN ${table} t ON t.id = w.id
      LEFT JOIN matches m ON m.id = w.match_id
      ORDER BY w.place`;
  }
}
