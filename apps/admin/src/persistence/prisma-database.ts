import { join } from 'node:path';
import {
  type Database,
  DatabaseError,
  migrate,
  openDatabase,
  pendingMigrations,
  type QueryResult,
} from '@dqe-admin/database';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { AdminConfig } from '../config/admin-config.js';
import { ConfigurationError } from '../config/configuration.error.js';
import { NotReadyError, type Readiness } from '../health/readiness.js';

/** The open, migrated database; closed when everything else has stopped. */
@Injectable()
export class PrismaDatabase implements OnApplicationShutdown {
  private constructor(private readonly database: Database) {}

  /**
   * The embedded database is migrated here. A PostgreSQL server is its owner's: there, pending migrations are a reason
   * not to start.
   * @throws ConfigurationError naming the command that migrates
   */
  static async open(config: AdminConfig, readiness: Readiness): Promise<PrismaDatabase> {
    const database = await openDatabase(
      config.databaseUrl === undefined
        ? { dataDir: join(config.dataDir, 'database') }
        : { url: config.databaseUrl, maxConnections: config.databaseConnections },
    ).catch((error: unknown) => {
      throw explained(error, config);
    });
    try {
      if (database.kind === 'pglite') await migrate(database);
      else await refuseUnmigrated(database);
    } catch (error) {
      await database.close();
      throw explained(error, config);
    }
    readiness.register({
      name: 'database',
      check: () =>
        database.ping().catch(() => {
          throw new NotReadyError('The database does not answer.');
        }),
    });
    return new PrismaDatabase(database);
  }

  get client(): Database['client'] {
    return this.database.client;
  }

  /** One statement past Prisma, for a library that brings its own; without values, a script in one transaction. */
  query<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<QueryResult<Row>> {
    return this.database.query<Row>(sql, values);
  }

  /** All of it as it is now, to be read; null where it is embedded. */
  get openSnapshot(): Database['openSnapshot'] {
    return this.database.openSnapshot;
  }

  /** Whether no other process can have it open: the embedded one is locked. */
  get exclusive(): boolean {
    return this.database.kind === 'pglite';
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}

/** What the database package says is meant for whoever set the variable. */
function explained(error: unknown, { databaseUrl }: AdminConfig): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const variable = databaseUrl === undefined ? 'DATA_DIR' : 'DATABASE_URL';
  return new ConfigurationError([{ variable, message: `cannot be used: ${error.message}` }]);
}

async function refuseUnmigrated(database: Database): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length === 0) return;
  throw new ConfigurationError([
    {
      variable: 'DATABASE_URL',
      message: `leads to a database that lacks ${pending.length} migration(s). Run: npm run db:migrate`,
    },
  ]);
}
