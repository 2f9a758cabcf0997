export { openDatabase, type DatabaseOptions } from './connect.js';
export type { Database, DatabaseKind, QueryResult } from './database.js';
export {
  DatabaseError,
  DatabaseInUseError,
  DatabaseRefusedError,
  DatabaseUnreachableError,
  DatabaseUnsupportedError,
  DatabaseUrlError,
  MigrationEditedError,
  MigrationFailedError,
  MigrationLockedError,
  type DatabaseErrorCode,
} from './errors.js';
export { migrate, type MigrateOptions } from './migrate.js';
export type { CopiedText } from './copied-texts.js';
export type { Snapshot } from './snapshot.js';
export { isRefused, isUnavailable } from './unavailable.js';
export { readMigrations, type Migration } from './migration-files.js';
export { migrationState, pendingMigrations, type MigrationState } from './migration-state.js';

export { MatchStatus, Prisma, PrismaClient, VerdictResult } from './generated/client.js';
export type { ConsentSession, Match, MatchEvent } from './generated/client.js';
