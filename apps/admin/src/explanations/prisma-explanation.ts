import { Injectable } from '@nestjs/common';
import { MatchPersonalData } from '../matches/prisma-match-personal-data.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import type { ReviewCause } from '../reviews/review-record.js';

/** Reads of one match what an explanation needs, and of the person no more than which fields were compared. */
@Injectable()
export class PrismaExplanation {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly personal: MatchPersonalData,
  ) {}

  /** @param within the application the reader is confined to; null for all */
  async find(id: string, within: string | null) {
    const row = await this.database.client.match.findFirst({
      where: { id, ...(within === null ? {} : { application: within }) },
      include: {
        consent: { select: { openedAt: true, boundAt: true, claimedAt: true, expiresAt: true } },
        // Not the cases of probing: to tell of one would tip off whoever guesses.
        reviews: {
          where: { cause: 'contested' satisfies ReviewCause },
          orderBy: { id: 'asc' },
          select: { openedAt: true, closedAt: true, resolution: true },
        },
        overrides: { orderBy: { ordinal: 'asc' }, select: { at: true, verdict: true } },
      },
    });
    if (row === null) return null;
    const [personal] = await this.personal.open([id], within);
    const identity = personal?.identity ?? null;
    return { row, fields: identity === null ? null : Object.keys(identity) };
  }
}

export type ExplainedRow = NonNullable<Awaited<ReturnType<PrismaExplanation['find']>>>;
