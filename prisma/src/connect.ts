import type { Database } from './database.js';

export interface DatabaseOptions {
  /** `postgresql://…`; without it the database is embedded. */
  url?: string | undefined;
  /** Directory of the embedded database, made where missing; without it, it lives in memory. */
  dataDir?: string | undefined;
  /** Connections to the server. @default 10 */
  maxConnections?: number | undefined;
  /** Longest a single statement may take on a server, in ms; 0 for no limit. @default 30_000 */
  statementTimeoutMs?: number | undefined;
}

/**
 * Opens PostgreSQL where a `url` is given, embedded PGlite otherwise. Does not migrate.
 * @throws {DatabaseUrlError} {DatabaseUnreachableError} {DatabaseRefusedError} {DatabaseUnsupportedError}
 * @throws {DatabaseInUseError} when another process has `dataDir` open
 */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const { url, dataDir, maxConnections, statementTimeoutMs } = options;
  // Each brings a driver of its own, of which one is wanted.
  if (url === undefined) return (await import('./embedded.js')).openEmbedded(dataDir);
  const { openPostgres } = await import('./postgres.js');
  return openPostgres({ url, maxConnections, statementTimeoutMs });
}
