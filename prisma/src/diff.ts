import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from './database.js';
import { MIGRATIONS_DIRECTORY, readMigrations, SCRIPT_FILE, type Migration } from './migration-files.js';
import { migrationList, NO_FILTER, schemaFiles, withSchemaEngine } from './schema-engine.js';

/**
 * The script that leads from the migrations to schema.prisma; null where they agree.
 * @param embedded any open PGlite, left as it is. Not PostgreSQL: @prisma/adapter-pg cannot read the catalogue's
 * "char" columns. What comes out is the same.
 */
export async function diffOfMigrations(
  embedded: Database,
  migrations?: readonly Migration[],
): Promise<string | null> {
  const from = { tag: 'migrations' as const, ...migrationList(migrations ?? (await readMigrations())) };
  const to = { tag: 'schemaDatamodel' as const, ...(await schemaFiles()) };
  return embedded.asMigrator((adapters) =>
    withSchemaEngine(adapters, async (engine) => {
      const { exitCode, stdout } = await engine.diff({
        from,
        to,
        script: true,
        exitCode: true,
        filters: NO_FILTER,
      });
      return exitCode === 2 ? stdout : null;
    }),
  );
}

/** Writes a new migration directory, the last by name whatever the clock says; answers the path of its script. */
export async function writeMigration(name: string, script: string, now: Date): Promise<string> {
  const last = (await readMigrations()).at(-1)?.name.slice(0, 14) ?? '0';
  const timestamp = Math.max(Number(now.toISOString().replace(/\D/g, '').slice(0, 14)), Number(last) + 1);
  const directory = path.join(MIGRATIONS_DIRECTORY, `${timestamp}_${name}`);
  await mkdir(directory);
  const file = path.join(directory, SCRIPT_FILE);
  await writeFile(file, script);
  return file;
}
