import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/** VACUUM and ANALYZE, for a database that does neither by itself. */
@Injectable()
export class PrismaVacuum {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * Tables that autovacuum would see to, by its own rules and settings; and those whose files have grown as much since the last time,
   * for what it counts by does not outlive the process.
   * @returns their names, quoted
   */
  async due(): Promise<readonly string[]> {
    const { rows } = await this.database.query<{ name: string }>(`
      SELECT format('%I.%I', s.schemaname, s.relname) AS name
      FROM pg_stat_all_tables s JOIN pg_class c ON c.oid = s.relid
      CROSS JOIN LATERAL (
        SELECT greatest(c.reltuples, 0) AS rows, pg_relation_size(c.oid) / current_setting('block_size')::int AS pages
      ) its
      WHERE c.relkind = 'r' AND s.schemaname NOT IN ('pg_toast', 'information_schema') AND its.pages > ${A_FEW_PAGES} AND (
        s.n_dead_tup > ${limitOf('vacuum')}
        OR s.n_ins_since_vacuum > ${limitOf('vacuum_insert')}
        OR s.n_mod_since_analyze > ${limitOf('analyze')}
        OR its.pages > ${GROWN} * c.relpages
      )
      ORDER BY 1`);
    return rows.map(({ name }) => name);
  }

  /**
   * Frees what its deleted and outdated rows took, and counts what the planner goes by. Nothing else is answered meanwhile.
   * @param name one of {@link due}
   */
  async vacuum(name: string): Promise<void> {
    await this.database.query(`VACUUM (ANALYZE) ${name}`);
  }
}

const GROWN = 1.2;
/**
 * Of a table that is known to be so small, all is read instead of its index; and the checks of foreign keys keep that plan
 * until it is vacuumed again, however fast it grows. One that nobody looked into counts as larger.
 */
const A_FEW_PAGES = 16;

/** @see https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM */
const limitOf = (what: 'vacuum' | 'vacuum_insert' | 'analyze'): string =>
  `current_setting('autovacuum_${what}_threshold')::float8
    + current_setting('autovacuum_${what}_scale_factor')::float8 * its.rows`;
