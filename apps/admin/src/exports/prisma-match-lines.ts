import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { type LineFormat, lineOf } from './prisma-match-line-sql.js';
import type { MatchLines } from './match-snapshot.js';

/** Of a client or a transaction. */
type Reader = Pick<PrismaDatabase['client'], '$queryRaw'>;

/**
 * Writes matches down where they are: the database hands out whole lines, masked. To read a match, and to write it down
 * here, takes many times as long as to read it.
 */
@Injectable()
export class PrismaMatchLines {
  constructor(private readonly database: PrismaDatabase) {}

  /** Newest first. @param fits a condition on `matches m` */
  async first(format: LineFormat, fits: Prisma.Sql, limit: number, reader: Reader): Promise<MatchLines> {
    const [row] = await reader.$queryRaw<MatchLines[]>`
      SELECT coalesce(string_agg(l.line, '' ORDER BY l.id DESC), '') AS text, count(*)::int AS count, min(l.id::text) AS last
      FROM (
        SELECT m.id, ${lineOf(format)} AS line
        FROM (SELECT m.* FROM matches m WHERE ${fits} ORDER BY m.id DESC LIMIT ${limit}) m
        LEFT JOIN LATERAL (
          SELECT e.id, e.at FROM erasures e WHERE e.subject_id = m.subject_id AND e.outcome = 'erased' LIMIT 1
        ) e ON TRUE
      ) l`;
    return row ?? { text: '', count: 0, last: null };
  }

  /** Of those of these that there still are, newest first. */
  these(format: LineFormat, ids: readonly string[]): Promise<MatchLines> {
    const which = Prisma.sql`m.id = ANY(${[...ids]}::uuid[])`;
    return this.first(format, which, ids.length, this.database.client);
  }
}
