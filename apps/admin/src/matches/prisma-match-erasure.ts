import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/** Of a client or a transaction. */
type Executor = Pick<PrismaDatabase['client'], '$executeRaw'>;

/**
 * What goes from the matches of a subject with its key: what can be linked to the person without opening anything. Scores,
 * verdict, timeline and the last two digits stay, and say nothing without the rest.
 *
 * To be run in the transaction of the erasure **after** the statement that sets `erased_at` of the subject, each as a
 * statement of its own: a match that was being opened holds the subject's row, and is visible only to statements that
 * begin when that wait is over.
 */
export const eraseMatchesOf = (subjectId: string): readonly Prisma.Sql[] => [
  Prisma.sql`
    UPDATE matches SET email_index = NULL, request_fingerprint = NULL, reference = NULL
    WHERE subject_id = ${subjectId}::uuid`,
  Prisma.sql`
    UPDATE consent_sessions SET token_sealed = NULL
    WHERE match_id IN (SELECT id FROM matches WHERE subject_id = ${subjectId}::uuid) AND token_sealed IS NOT NULL`,
];

/** Erases what matches hold of a subject beside what its key sealed. */
@Injectable()
export class PrismaMatchErasure {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * @param transaction of the erasure; see {@link eraseMatchesOf} for when
   * @returns how many matches the subject has
   */
  async erase(subjectId: string, transaction: Executor = this.database.client): Promise<number> {
    const [matches, ...rest] = eraseMatchesOf(subjectId);
    if (matches === undefined) return 0;
    const count = await transaction.$executeRaw(matches);
    for (const statement of rest) await transaction.$executeRaw(statement);
    return count;
  }

  /** Matches that an earlier release sealed: they belong to no subject yet, and no erasure finds them. */
  async unassigned(): Promise<number> {
    return this.database.client.match.count({ where: { subjectId: null } });
  }
}
