import { Injectable } from '@nestjs/common';
import { MatchPersonalData, type PersonalData } from '../matches/prisma-match-personal-data.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import type { MatchLife } from '../retention/match-life.js';
import { livesOfSubjects } from '../retention/prisma-match-lives.js';
import { PrismaMatchDecisions } from '../reviews/prisma-match-decisions.js';

export interface ReportedReveal {
  readonly at: Date;
  readonly actorKind: string;
  readonly fields: readonly string[];
}

export interface ReportedDelivery {
  readonly application: string;
  readonly type: string;
  readonly status: string;
  readonly at: Date;
}

/** Reads everything there is on one person. */
@Injectable()
export class PrismaSubjectReport {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly personal: MatchPersonalData,
    private readonly decisions: PrismaMatchDecisions,
  ) {}

  /** @param within the application the reader is confined to; null for all */
  async matchesOf(subjectId: string, within: string | null, now: Date) {
    const { client } = this.database;
    const rows = await client.match.findMany({
      where: { subjectId, ...(within === null ? {} : { application: within }) },
      orderBy: { id: 'asc' },
      include: {
        consent: { select: { openedAt: true, boundAt: true, claimedAt: true, expiresAt: true } },
        events: { orderBy: { id: 'asc' } },
      },
    });
    const ids = rows.map(({ id }) => id);
    const personal = new Map((await this.personal.open(ids, within)).map((data) => [data.matchId, data]));
    const lives = new Map((await livesOfSubjects(client, [subjectId], now)).map((life) => [life.id, life]));
    const reveals = await client.reveal.findMany({ where: { matchId: { in: ids } }, orderBy: { id: 'asc' } });
    const deliveries = await client.webhookDelivery.findMany({
      where: { matchId: { in: ids } },
      orderBy: { id: 'asc' },
      include: { endpoint: { select: { application: true } } },
    });
    const contests = await this.decisions.contests(ids, subjectId);
    const overrides = await this.decisions.overrides(ids, subjectId);
    return rows.map((row) => ({
      row,
      personal: personal.get(row.id) satisfies PersonalData | undefined,
      life: lives.get(row.id) satisfies MatchLife | undefined,
      contests: contests.filter(({ matchId }) => matchId === row.id),
      overrides: overrides.filter(({ matchId }) => matchId === row.id),
      reveals: reveals
        .filter(({ matchId }) => matchId === row.id)
        .map(({ at, actorKind, fields }): ReportedReveal => ({ at, actorKind, fields })),
      told: deliveries
        .filter(({ matchId }) => matchId === row.id)
        .map(({ type, status, createdAt, endpoint }): ReportedDelivery => ({
          ...{ application: endpoint.application, type, status, at: createdAt },
        })),
    }));
  }
}

export type ReportedRow = Awaited<ReturnType<PrismaSubjectReport['matchesOf']>>[number];
