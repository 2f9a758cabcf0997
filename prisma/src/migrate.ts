import type { Database } from './database.js';
import { MigrationEditedError, MigrationFailedError } from './errors.js';
import { readMigrations, type Migration } from './migration-files.js';
import { migrationState, type MigrationState } from './migration-state.js';

export interface MigrateOptions {
  /** Run migrations again that failed earlier. */
  retry?: boolean;
  /** @default those of this package */
  migrations?: readonly Migration[];
}

/**
 * Applies what is pending, in order, and fills `_prisma_migrations` as `prisma migrate deploy` would. Any number of
 * processes may do so at once; each migration is applied by one of them.
 * @throws {MigrationEditedError} {MigrationFailedError} {MigrationLockedError}
 */
export async function migrate(
  database: Database,
  options: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const migrations = options.migrations ?? (await readMigrations());
  if (isDone(await migrationState(database, migrations), options)) return { applied: [] };

  return database.asMigrator(async (adapters) => {
    // Another migrator may have been faster.
    const state = await migrationState(database, migrations);
    if (isDone(state, options)) return { applied: [] };

    const { migrationList, NO_FILTER, withSchemaEngine } = await import('./schema-engine.js');
    return withSchemaEngine(adapters, async (engine) => {
      for (const { name } of state.failed) await engine.markMigrationRolledBack({ migrationName: name });
      try {
        const input = { migrationsList: migrationList(migrations), filters: NO_FILTER };
        return { applied: (await engine.applyMigrations(input)).appliedMigrationNames };
      } catch (error) {
        throw await failure(database, migrations, error);
      }
    });
  });
}

function isDone({ pending, edited, failed }: MigrationState, { retry = false }: MigrateOptions): boolean {
  if (edited.length > 0) throw new MigrationEditedError(edited);
  const [first] = failed;
  if (first !== undefined && !retry) throw failedEarlier(first);
  return pending.length === 0 && failed.length === 0;
}

function failedEarlier({ name, logs }: { name: string; logs: string | null }): MigrationFailedError {
  return new MigrationFailedError(name, logs === null ? 'the process that applied it died' : reasonIn(logs));
}

/** The engine leaves the name of the culprit and the database's words in the table. */
async function failure(
  database: Database,
  migrations: readonly Migration[],
  cause: unknown,
): Promise<unknown> {
  const [failed] = (await migrationState(database, migrations)).failed;
  if (failed === undefined) return cause;
  return new MigrationFailedError(failed.name, reasonIn(failed.logs ?? String(cause)), { cause });
}

/** Without the engine's stack trace, which follows its message. */
function reasonIn(logs: string): string {
  return (logs.split(/\n\s+0: /)[0] ?? '').replaceAll(/\s+/g, ' ').trim();
}
