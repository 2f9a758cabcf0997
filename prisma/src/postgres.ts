import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Database, QueryResult } from './database.js';
import { parseDatabaseUrl } from './database-url.js';
import { DatabaseUnsupportedError } from './errors.js';
import { PrismaClient } from './generated/client.js';
import { asPostgresMigrator } from './postgres-migrator.js';
import { connectionError } from './postgres-errors.js';
import { openSnapshot } from './snapshot.js';

const OLDEST_VERSION = 15;

export interface PostgresOptions {
  url: string;
  maxConnections?: number | undefined;
  statementTimeoutMs?: number | undefined;
}

type Answer = pg.QueryResult<pg.QueryResultRow>;

export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { connectionString, place, user } = parseDatabaseUrl(options.url);
  const { maxConnections = 10, statementTimeoutMs = 30_000 } = options;
  const connection: pg.ClientConfig = {
    connectionString,
    connectionTimeoutMillis: 5_000, // also how long a query waits for a free connection
    fallback_application_name: 'dqe-admin',
    keepAlive: true,
  };
  const pool = new pg.Pool({
    ...connection,
    max: maxConnections,
    // By default 10 s: whoever comes after a quiet moment would wait for a connection that knows no table yet.
    idleTimeoutMillis: 300_000,
    idle_in_transaction_session_timeout: 60_000,
    ...(statementTimeoutMs > 0 && {
      statement_timeout: statementTimeoutMs,
      // The server cancels first; this is for a server that has fallen silent.
      query_timeout: statementTimeoutMs + 5_000,
    }),
  });
  // An idle connection that breaks is replaced by the pool. Without a listener the event would end the process.
  pool.on('error', () => undefined);

  const client = new PrismaClient({
    adapter: new PrismaPg(pool),
    errorFormat: 'minimal', // no excerpts of our source in messages
  });
  const query = async <Row>(sql: string, values?: readonly unknown[]): Promise<QueryResult<Row>> => {
    // For a script, pg answers an array, which its types do not tell.
    const answer = (await pool.query(sql, values && [...values])) as Answer | Answer[];
    const last = Array.isArray(answer) ? answer.at(-1) : answer;
    return { rows: (last?.rows ?? []) as Row[], rowCount: last?.rowCount ?? 0 };
  };
  const serverVersion = async (): Promise<number> => {
    try {
      const { rows } = await query<{ server_version_num: string }>('SHOW server_version_num');
      return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
    } catch (error) {
      throw connectionError(error, place, user);
    }
  };
  let closed: Promise<void> | undefined;
  const close = async () => {
    await client.$disconnect();
    await pool.end();
  };

  try {
    const version = await serverVersion();
    if (version < OLDEST_VERSION) {
      throw new DatabaseUnsupportedError(
        `PostgreSQL ${version} at ${place} is too old: ${OLDEST_VERSION} or later.`,
      );
    }
  } catch (error) {
    await close();
    throw error;
  }

  return {
    client,
    kind: 'postgresql',
    place,
    ping: async () => {
      await serverVersion();
    },
    query,
    openSnapshot: (connections) => openSnapshot(pool, Math.min(connections, maxConnections >> 1)),
    close: () => (closed ??= close()),
    asMigrator: (work) => asPostgresMigrator(connection, place, work),
  };
}
