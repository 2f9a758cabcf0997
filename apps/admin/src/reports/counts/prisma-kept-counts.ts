import { Prisma } from '@dqe-admin/database';
import { COUNT_TABLES, insertInto } from './prisma-count-sql.js';

/**
 * Keeps what reports tell of matches that are about to be purged: as counts, of nobody. To be run in the transaction of
 * the purge, before it; each as a statement of its own. Their hours are counted anew without them, and these are added.
 */
export const keepCountsOf = (matchIds: readonly string[]): readonly Prisma.Sql[] => {
  const which = Prisma.sql`(SELECT * FROM matches WHERE id = ANY(${[...matchIds]}::uuid[])) m`;
  return COUNT_TABLES.map((table) => insertInto(table, 'hour', true, table.of(which)));
};
