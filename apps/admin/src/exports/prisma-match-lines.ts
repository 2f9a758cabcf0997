import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { ERASED, type LineFormat, lineOf } from './prisma-match-line-sql.js';

/** Lines of text, on end. */
export interface TextLines {
  readonly text: string;
  readonly count: number;
}

/**
 * Writes matches down where they are: the database hands out whole lines, masked. To read a match, and to write it down
 * here, takes many times as long as to read it.
 */
@Injectable()
export class PrismaMatchLines {
  constructor(private readonly database: PrismaDatabase) {}

  /** Of those of these that there still are, newest first. */
  async these(format: LineFormat, ids: readonly string[]): Promise<TextLines> {
    const which = Prisma.sql`m.id = ANY(${[...ids]}::uuid[])`;
    const [row] = await this.database.client.$queryRaw<TextLines[]>`
      SELECT coalesce(string_agg(line, '' ORDER BY id DESC), '') AS text, count(*)::int AS count
      FROM (SELECT m.id, ${lineOf(format)} AS line FROM matches m ${ERASED} WHERE ${which}) m`;
    return row ?? { text: '', count: 0 };
  }
}
