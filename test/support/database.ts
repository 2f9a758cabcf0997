import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { openDatabase, readMigrations, type Database, type DatabaseOptions } from '@dqe-admin/database';
import { directoryTemplate } from './database-directory.js';
import { serverTemplate } from './database-server.js';
import type { Template } from './database-template.js';

export interface TestDatabase {
  /** What a service under test is given: one of the two. */
  url?: string;
  dataDir?: string;
  /** Opens it, as often as wanted on a server, once at a time where embedded. */
  open(options?: Omit<DatabaseOptions, 'url' | 'dataDir'>): Promise<Database>;
  /** Closes what `open` opened and removes the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** @default true */
  readonly migrated?: boolean;
}

/** On the server of TEST_DATABASE_URL, the user of which may create databases; otherwise embedded. */
export const serverUrl = process.env['TEST_DATABASE_URL'] || undefined;

/** A database of one's own. Migrating happens once per set of migrations; what one gets is a copy of that. */
export function testDatabase(options?: TestDatabaseOptions): Promise<TestDatabase> {
  return serverUrl === undefined ? embeddedTestDatabase(options) : serverTestDatabase(serverUrl, options);
}

/** Embedded, even where there is a server. */
export async function embeddedTestDatabase(options?: TestDatabaseOptions): Promise<TestDatabase> {
  return copyOf(directoryTemplate(await templateKey()), options);
}

/** On a server of one's own choice. */
export async function serverTestDatabase(url: string, options?: TestDatabaseOptions): Promise<TestDatabase> {
  return copyOf(serverTemplate(url, await templateKey()), options);
}

async function copyOf(
  template: Template,
  { migrated = true }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const name = `dqe_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const place = await template.copy(name, migrated);
  const opened: Database[] = [];
  return {
    ...place,
    open: async (options) => {
      const database = await openDatabase({ ...options, ...place });
      opened.push(database);
      return database;
    },
    drop: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await template.drop(name);
    },
  };
}

/** Another migration or another PGlite makes another template. */
async function templateKey(): Promise<string> {
  const { dependencies } = createRequire(import.meta.url)('@dqe-admin/database/package.json');
  return createHash('sha256')
    .update(JSON.stringify([dependencies, await readMigrations()]))
    .digest('hex')
    .slice(0, 16);
}
