import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Database, QueryResult } from './database.js';
import { acquireLock, type Lock } from './directory-lock.js';
import { EmbeddedAdapterFactory } from './embedded-adapter.js';
import { PrismaClient } from './generated/client.js';
import { loopTurns } from './loop-turns.js';

/** PGlite's own files are in here; beside them lie our lock and nothing else. */
export const PGLITE_DIRECTORY = 'pgdata';

/** @param dataDir undefined: in memory */
export async function openEmbedded(dataDir: string | undefined): Promise<Database> {
  if (dataDir === undefined) return embeddedDatabase(await PGlite.create(), 'memory');

  const directory = path.resolve(dataDir);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = await acquireLock(directory);
  try {
    return embeddedDatabase(await openDirectory(path.join(directory, PGLITE_DIRECTORY)), directory, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A first start that is killed must not leave half a cluster behind: it is made aside, then renamed. */
async function openDirectory(pgdata: string): Promise<PGlite> {
  if (!existsSync(pgdata)) {
    const fresh = `${pgdata}.new`;
    await rm(fresh, { recursive: true, force: true });
    await (await PGlite.create(fresh)).close();
    await rename(fresh, pgdata);
  }
  return PGlite.create(pgdata);
}

function embeddedDatabase(pglite: PGlite, place: string, lock?: Lock): Database {
  const turn = loopTurns();
  const adapters = new EmbeddedAdapterFactory(pglite, turn);
  const client = new PrismaClient({
    adapter: adapters,
    errorFormat: 'minimal', // no excerpts of our source in messages
    // There is one connection to wait for; Prisma's default of 2 s is meant for a pool.
    transactionOptions: { maxWait: 10_000 },
  });
  let migrators: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;

  const close = async () => {
    try {
      await client.$disconnect();
      await pglite.close();
    } finally {
      await lock?.release();
    }
  };

  return {
    client,
    kind: 'pglite',
    place,
    ping: async () => {
      await pglite.query('SELECT 1');
    },
    query: async <Row>(sql: string, values?: readonly unknown[]): Promise<QueryResult<Row>> => {
      await turn();
      const result =
        values === undefined ? (await pglite.exec(sql)).at(-1) : await pglite.query<Row>(sql, [...values]);
      const rows = (result?.rows ?? []) as Row[];
      return { rows, rowCount: Math.max(rows.length, result?.affectedRows ?? 0) };
    },
    openSnapshot: null,
    close: () => (closed ??= close()),
    asMigrator: (work) => {
      const turn = migrators.then(() => work(adapters));
      migrators = turn.catch(() => undefined);
      return turn;
    },
  };
}
