import { Injectable } from '@nestjs/common';
import type { VerdictResult } from 'nestjs-dqe-idmobile';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { PLACES, ReviewReasons } from './review-reasons.js';
import type { Resolution, ReviewCause } from './review-record.js';

/** That a verdict was contested, and what it came to. */
export interface Contest {
  readonly matchId: string;
  readonly openedAt: Date;
  readonly reason: string | null;
  readonly closedAt: Date | null;
  readonly resolution: Resolution | null;
  readonly closingReason: string | null;
}

/** That a person put a verdict in place of another. */
export interface Decision {
  readonly matchId: string;
  readonly at: Date;
  readonly verdict: VerdictResult;
  readonly previousVerdict: VerdictResult;
  readonly reason: string | null;
}

/** What people made of verdicts, with their reasons in clear: for the person they are about. */
@Injectable()
export class PrismaMatchDecisions {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly reasons: ReviewReasons,
  ) {}

  /**
   * Oldest first. Not the cases of probing: they are drawn from the matches of all applications, and to tell of one would
   * tip off whoever guesses.
   * @param subjectId whose matches they are
   */
  async contests(matchIds: readonly string[], subjectId: string): Promise<readonly Contest[]> {
    const rows = await this.database.client.review.findMany({
      where: { matchId: { in: [...matchIds] }, cause: 'contested' satisfies ReviewCause },
      orderBy: { id: 'asc' },
    });
    const reasons = await this.reasons.openAll(
      rows.flatMap(({ id, reasonSealed, closingReasonSealed }) => [
        { subjectId, place: PLACES.contest(id), envelope: reasonSealed },
        { subjectId, place: PLACES.closing(id), envelope: closingReasonSealed },
      ]),
    );
    return rows.map(({ matchId, openedAt, closedAt, resolution }, i) => ({
      ...{ matchId, openedAt, closedAt, resolution: resolution as Resolution | null },
      ...{ reason: reasons[2 * i] ?? null, closingReason: reasons[2 * i + 1] ?? null },
    }));
  }

  /**
   * Of each match oldest first: the last one counts.
   * @param subjectId whose matches they are
   */
  async overrides(matchIds: readonly string[], subjectId: string): Promise<readonly Decision[]> {
    const rows = await this.database.client.verdictOverride.findMany({
      where: { matchId: { in: [...matchIds] } },
      orderBy: { ordinal: 'asc' },
    });
    const reasons = await this.reasons.openAll(
      rows.map(({ id, reasonSealed }) => ({
        ...{ subjectId, place: PLACES.override(id), envelope: reasonSealed },
      })),
    );
    return rows.map(({ matchId, at, verdict, previousVerdict }, i) => ({
      ...{ matchId, at, verdict, previousVerdict, reason: reasons[i] ?? null },
    }));
  }
}
