import { Injectable } from '@nestjs/common';
import type { MatchIdentity } from 'nestjs-dqe-idmobile';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { MatchSeals, type SealedValue } from './match-seals.js';
import { reread } from './reread.js';

/** What a match holds of a person. */
export interface PersonalData {
  readonly matchId: string;
  /** Null in what an earlier release sealed, until it is sealed anew. */
  readonly subjectId: string | null;
  /** Then nothing of what follows is left. */
  readonly erased: boolean;
  /** E.164. */
  readonly number: string | null;
  /** As it was claimed. */
  readonly identity: MatchIdentity | null;
  /** The JSON DQE sent, without tokens; null where there is none. */
  readonly answer: unknown;
  readonly returnUrl: string | null;
}

/** The only way to read personal data of matches back. Whoever calls it puts that on record. */
@Injectable()
export class MatchPersonalData {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly seals: MatchSeals,
  ) {}

  /**
   * As many round trips for a hundred as for one.
   * @param within the application the reader is confined to; null for all
   * @returns those there are, in the order of `ids`
   */
  open(ids: readonly string[], within: string | null): Promise<readonly PersonalData[]> {
    return reread(() => this.opened(ids, within));
  }

  private async opened(ids: readonly string[], within: string | null): Promise<readonly PersonalData[]> {
    const rows = await this.database.client.match.findMany({
      where: { id: { in: [...ids] }, ...(within === null ? {} : { application: within }) },
      select: {
        ...{ id: true, subjectId: true, numberSealed: true, identitySealed: true },
        ...{ answerSealed: true, returnUrlSealed: true, subject: { select: { erasedAt: true } } },
      },
    });
    const standing = rows.filter(({ subject }) => subject?.erasedAt == null);
    const values = await this.seals.openAll(
      standing.flatMap(({ id: matchId, subjectId, ...row }): SealedValue[] => [
        { matchId, subjectId, column: 'number', envelope: row.numberSealed },
        { matchId, subjectId, column: 'identity', envelope: row.identitySealed },
        { matchId, subjectId, column: 'answer', envelope: row.answerSealed },
        { matchId, subjectId, column: 'return_url', envelope: row.returnUrlSealed },
      ]),
    );
    const opened = new Map(standing.map(({ id }, i) => [id, values.slice(4 * i, 4 * i + 4)]));
    const bySubject = new Map(rows.map(({ id, subjectId }) => [id, subjectId]));
    return ids.flatMap((matchId) => {
      const subjectId = bySubject.get(matchId);
      return subjectId === undefined ? [] : [dataOf(matchId, subjectId, opened.get(matchId))];
    });
  }
}

function dataOf(
  matchId: string,
  subjectId: string | null,
  [number = null, identity = null, answer = null, returnUrl = null]: (string | null)[] = [],
): PersonalData {
  return {
    ...{ matchId, subjectId, number, returnUrl },
    // The number is there whenever its subject is.
    erased: number === null,
    identity: identity === null ? null : (JSON.parse(identity) as MatchIdentity),
    answer: answer === null ? null : (JSON.parse(answer) as unknown),
  };
}
