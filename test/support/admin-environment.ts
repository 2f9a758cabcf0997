import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DqeSandbox, type DqeSandboxOptions, startDqeSandbox } from 'nestjs-dqe-idmobile/testing';
import { testDatabase, type TestDatabase } from './database.js';

export const API_KEY = 'an-api-key-for-these-tests';

export interface AdminServiceOptions {
  /** Variables on top of those below; an empty one counts as unset. */
  readonly env?: Readonly<Record<string, string>>;
  /** Options of the DQE look-alike, which runs outside the service and so survives its restarts. */
  readonly sandbox?: DqeSandboxOptions;
  /** Dropped by whoever made it. @default a database of its own, dropped with the service */
  readonly database?: TestDatabase;
}

/** What a service under test stands on. */
export interface AdminEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: DqeSandbox;
  readonly database: TestDatabase;
  dispose(): Promise<void>;
}

export async function adminEnvironment(options: AdminServiceOptions): Promise<AdminEnvironment> {
  const sandbox = await startDqeSandbox(options.sandbox);
  const database = options.database ?? (await testDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), 'dqe_test_data_'));
  // The embedded database of the service is <DATA_DIR>/database: let the one we were given be found there.
  if (database.dataDir !== undefined) await symlink(database.dataDir, join(dataDir, 'database'));
  return {
    sandbox,
    database,
    env: {
      ...{ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', RATE_LIMIT: '0', BOOTSTRAP_API_KEY: API_KEY },
      DQE_BASE_URL: sandbox.url,
      DQE_LICENCE: sandbox.licence,
      DQE_CLIENT_SECRET: sandbox.clientSecret,
      DQE_PARTNER_NAME: sandbox.partnerName,
      ...(database.url === undefined ? {} : { DATABASE_URL: database.url }),
      ...options.env,
    },
    dispose: async () => {
      await sandbox.close();
      if (options.database === undefined) await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
