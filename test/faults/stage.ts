import { adminEnvironment, type AdminEnvironment } from '../support/admin-environment.js';
import type { TestDatabase } from '../support/database.js';
import { Ledger } from './ledger.js';
import { RETURN_URL } from './load.js';

/** A session ends soon, so that what nobody finishes ends, too, within what is allowed for a recovery. */
const SESSION_SECONDS = 12;

/** What a service under load stands on, and the ledger that knows of every request to its DQE. */
export async function stage(
  database: TestDatabase,
  env: Readonly<Record<string, string>> = {},
): Promise<{ environment: AdminEnvironment; ledger: Ledger }> {
  const ledger = new Ledger();
  const environment = await adminEnvironment({
    database,
    env: { LOG_LEVEL: 'info', RETURN_URL_ORIGINS: new URL(RETURN_URL).origin, ...env },
    sandbox: {
      ...{ latencyMs: 15, tokenTtlSeconds: SESSION_SECONDS, record: false },
      onRequest: ({ path, params }) => {
        if (path === '/IDMOBILE/') ledger.sentToDqe(params['number'] ?? '');
      },
    },
  });
  return { environment, ledger };
}
