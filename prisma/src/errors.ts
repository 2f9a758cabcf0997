/** What can go wrong with the database itself. Codes are stable; messages are for people and hold no secrets. */
export type DatabaseErrorCode =
  | 'database_url_invalid'
  | 'database_unreachable'
  | 'database_refused'
  | 'database_unsupported'
  | 'database_in_use'
  | 'migration_edited'
  | 'migration_failed'
  | 'migration_locked';

/** Root of every error this package throws on purpose. */
export abstract class DatabaseError extends Error {
  abstract readonly code: DatabaseErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The URL cannot be used. Carries no cause: Node's own URL error quotes the whole URL, password included. */
export class DatabaseUrlError extends DatabaseError {
  override readonly code = 'database_url_invalid';
}

/** No server answers at that place. Worth another try later. */
export class DatabaseUnreachableError extends DatabaseError {
  override readonly code = 'database_unreachable';
}

/** The server answers but does not let us in, or does not know the database. */
export class DatabaseRefusedError extends DatabaseError {
  override readonly code = 'database_refused';
}

/** The server is older than what the schema needs. */
export class DatabaseUnsupportedError extends DatabaseError {
  override readonly code = 'database_unsupported';
}

/** Another process has the embedded database open; two at once would corrupt it. */
export class DatabaseInUseError extends DatabaseError {
  override readonly code = 'database_in_use';

  constructor(
    message: string,
    /** The process that holds the lock. */
    readonly pid: number,
  ) {
    super(message);
  }
}

/** A migration that was already applied no longer reads as it did then. */
export class MigrationEditedError extends DatabaseError {
  override readonly code = 'migration_edited';

  constructor(readonly migrations: readonly string[]) {
    super(
      `Already applied, but edited since: ${migrations.join(', ')}. ` +
        'Restore the files as they were and put the change into a new migration (npm run db:diff -- NAME).',
    );
  }
}

/** A migration did not run through, now or at an earlier start. */
export class MigrationFailedError extends DatabaseError {
  override readonly code = 'migration_failed';

  constructor(
    readonly migration: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `Migration ${migration} failed: ${reason}. ` +
        'It ran as one transaction, so nothing of it was kept. Mend the cause, then: npm run db:migrate -- --retry',
      options,
    );
  }
}

/** Another process has been migrating this database for too long. */
export class MigrationLockedError extends DatabaseError {
  override readonly code = 'migration_locked';
}
