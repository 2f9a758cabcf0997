import type { Database } from './database.js';
import { hasChecksum, readMigrations, type Migration } from './migration-files.js';

export interface MigrationState {
  /** In the directory, not in the database. */
  pending: string[];
  /** Applied, but with another text than the directory's. */
  edited: string[];
  /** Begun, neither finished nor rolled back. */
  failed: { name: string; logs: string | null }[];
}

interface Row {
  migration_name: string;
  checksum: string;
  finished: boolean;
  logs: string | null;
}

/**
 * Compares Prisma's own table with the directory, by one plain query: the 5 MB engine is not needed for a "nothing to
 * do". Migrations only the database knows are fine: a newer release was here, and an older one may still be running.
 */
export async function migrationState(
  database: Database,
  migrations?: readonly Migration[],
): Promise<MigrationState> {
  const files = migrations ?? (await readMigrations());
  const rows = new Map((await readRows(database)).map((row) => [row.migration_name, row]));
  const state: MigrationState = { pending: [], edited: [], failed: [] };
  for (const { name, script } of files) {
    const row = rows.get(name);
    if (row === undefined) state.pending.push(name);
    else if (!row.finished) state.failed.push({ name, logs: row.logs });
    else if (!hasChecksum(script, row.checksum)) state.edited.push(name);
  }
  return state;
}

/** Names of the migrations not yet applied, in order. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  return (await migrationState(database)).pending;
}

async function readRows(database: Database): Promise<Row[]> {
  const table = await database.query<{ present: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS present`,
  );
  if (table.rows[0]?.present !== true) return [];
  const { rows } = await database.query<Row>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, logs
     FROM public._prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}
