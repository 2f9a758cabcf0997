import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { UnassignedMatchesError } from './unassigned-matches.error.js';

/** Matches that are older than subjects, and belong to nobody yet. */
@Injectable()
export class PrismaUnassignedMatches {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * For whoever says of a person that this is all there is.
   * @throws UnassignedMatchesError while there are any: one of them may be theirs
   */
  async refuse(): Promise<void> {
    const found = await this.database.client.match.findFirst({
      where: { subjectId: null },
      select: { id: true },
    });
    if (found !== null) throw new UnassignedMatchesError();
  }
}
