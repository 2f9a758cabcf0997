import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/** Matches looked at for the last word of DQE: among so many, one has been answered. */
const LAST_WORDS = 200;

/** How things stand now, whatever the period. */
export interface Standing {
  readonly contested: number;
  readonly probing: number;
  readonly creditsExhausted: boolean;
}

/** How the log stands. */
export interface EvidenceStanding {
  readonly size: number;
  readonly pending: number;
  readonly checkpointAt: Date | null;
  readonly checkedAt: Date | null;
  readonly result: 'ok' | 'failed' | null;
  readonly findings: number | null;
}

@Injectable()
export class PrismaStanding {
  constructor(private readonly database: PrismaDatabase) {}

  /** @param application null for all */
  async now(application: string | null): Promise<Standing> {
    const own = (alias: string) =>
      application === null ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(alias)}.application = ${application}`;
    const [row] = await this.database.client.$queryRaw<Standing[]>`
      WITH open AS (
        SELECT r.cause FROM reviews r JOIN matches m ON m.id = r.match_id WHERE r.state = 'open' ${own('m')}
      ), ended AS (
        SELECT m.id, m.status, m.error_id FROM matches m WHERE m.settled_at IS NOT NULL ${own('m')}
        ORDER BY m.id DESC LIMIT ${LAST_WORDS}
      )
      SELECT (SELECT count(*) FROM open WHERE cause = 'contested')::int AS contested,
        (SELECT count(*) FROM open WHERE cause = 'probing')::int AS probing,
        coalesce((
          SELECT error_id = '98' FROM ended WHERE status = 'scored' OR NOT starts_with(error_id, 'DQE_')
          ORDER BY id DESC LIMIT 1
        ), FALSE) AS "creditsExhausted"`;
    return row ?? { contested: 0, probing: 0, creditsExhausted: false };
  }

  async evidence(): Promise<EvidenceStanding | null> {
    const [row] = await this.database.client.$queryRaw<EvidenceStanding[]>`
      SELECT h.size::float8 AS size, (SELECT count(*) FROM log_queue)::int AS pending,
        (SELECT published_at FROM log_checkpoints ORDER BY size DESC LIMIT 1) AS "checkpointAt",
        c.ended_at AS "checkedAt", c.result, c.found AS findings
      FROM log_head h LEFT JOIN LATERAL (
        SELECT ended_at, result, found FROM log_checks WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1
      ) c ON TRUE`;
    return row ?? null;
  }
}
