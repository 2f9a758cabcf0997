import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { isPostgresError, toScriptError } from './driver-error.js';
import { MigrationLockedError } from './errors.js';

/** Our own advisory lock. Prisma's engine takes 72707369 besides; taking that here would lock ourselves out. */
const LOCK_KEY = 0x6471_6501;
const LOCK_WAIT_MS = 120_000;
const LOCK_NOT_AVAILABLE = '55P03';

/** Runs `work` while holding the migration lock on a connection of its own; without statement timeouts. */
export async function asPostgresMigrator<T>(
  connection: pg.ClientConfig,
  place: string,
  work: (adapters: SqlMigrationAwareDriverAdapterFactory) => Promise<T>,
): Promise<T> {
  const lock = new pg.Client({ ...connection, lock_timeout: LOCK_WAIT_MS });
  lock.on('error', () => undefined); // a broken connection shows in the migration itself
  // One connection, because the engine takes its lock and migrates in one session.
  const pool = new pg.Pool({ ...connection, max: 1 });
  pool.on('error', () => undefined);
  try {
    await lock.connect();
    await takeLock(lock, place);
    return await work(new MigrationAdapterFactory(pool));
  } finally {
    await pool.end();
    await lock.end(); // and with it the lock
  }
}

async function takeLock(client: pg.Client, place: string): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
  } catch (error) {
    if (!isPostgresError(error) || error.code !== LOCK_NOT_AVAILABLE) throw error;
    throw new MigrationLockedError(
      `Another process has been migrating ${place} for more than ${LOCK_WAIT_MS / 1000} s.`,
      { cause: error },
    );
  }
}

/**
 * @prisma/adapter-pg cuts scripts at every semicolon, those inside function bodies and strings included, and runs the
 * pieces one by one. The server takes a whole script, and makes it one transaction.
 */
class MigrationAdapterFactory extends PrismaPg {
  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const executeScript: SqlDriverAdapter['executeScript'] = async (script) => {
      try {
        await this.pool.query(script);
      } catch (error) {
        throw toScriptError(error);
      }
    };
    return Object.assign(adapter, { executeScript });
  }
}
