import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { PrismaClient } from './generated/client.js';
import type { Snapshot } from './snapshot.js';

export type DatabaseKind = 'pglite' | 'postgresql';

export interface QueryResult<Row> {
  rows: Row[];
  /** Rows returned or changed by the last statement. */
  rowCount: number;
}

/** An open database. Whoever opens it closes it. */
export interface Database {
  /**
   * On PGlite there is one connection: an interactive transaction makes every other query wait. Inside one, use only
   * its `tx`; awaiting this client there waits for itself until Prisma's transaction timeout.
   */
  readonly client: PrismaClient;
  readonly kind: DatabaseKind;
  /** Where it is, for logs: `host:port/database` or a directory. Never holds credentials. */
  readonly place: string;

  /** Resolves when the database answers; otherwise throws a {@link DatabaseError}. */
  ping(): Promise<void>;

  /**
   * One statement past Prisma, or a script of several where no values are given (then: the last result, and all of
   * them in one transaction). Values come as the driver gives them: int8 differs between the two kinds.
   */
  query<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<QueryResult<Row>>;

  /**
   * All of it as it is now, read past Prisma by so many connections of the pool at most, and by half of it at most. Null where it
   * is embedded: there is one connection.
   */
  readonly openSnapshot: ((connections: number) => Promise<Snapshot>) | null;

  /** Waits for what runs, then lets go of connections, files and the lock. May be called again. */
  close(): Promise<void>;

  /**
   * Runs `work` while no other migrator can, in this process or elsewhere.
   * @internal for migrate.ts
   */
  asMigrator<T>(work: (adapters: SqlMigrationAwareDriverAdapterFactory) => Promise<T>): Promise<T>;
}
