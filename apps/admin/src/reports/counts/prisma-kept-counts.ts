import { Prisma } from '@dqe-admin/database';
import { COUNT_TABLES, insertInto } from './prisma-count-sql.js';

/** A purpose that is a sentence may name somebody, and must not outlive them. */
const A_WORD = '^[a-z0-9][a-z0-9_-]{0,63}$';

/**
 * Keeps what reports tell of matches that are about to be purged: as counts, of nobody. To be run in the transaction of
 * the purge, before it; each as a statement of its own. Their hours are counted anew without them, and these are added.
 */
export const keepCountsOf = (matchIds: readonly string[]): readonly Prisma.Sql[] => {
  const which = Prisma.sql`(
    SELECT id, created_at, settled_at, application, operator, country, status, verdict, error_id, error_category,
      consent_offered, review_state, override_verdict, scores, CASE WHEN purpose ~ ${A_WORD} THEN purpose END AS purpose
    FROM matches WHERE id = ANY(${[...matchIds]}::uuid[])
  ) m`;
  return COUNT_TABLES.map((table) => insertInto(table, 'hour', true, table.of(which)));
};
