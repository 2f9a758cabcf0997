// The processes of a benchmark: the service as it is built, and a stand-in for DQE that answers at once.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { migrate, openDatabase } from '@dqe-admin/database';
import { ownDatabase } from './own-database.mjs';

export const KEY = 'benchmark-key-0123456789';
const MAIN = fileURLToPath(new URL('../../apps/admin/dist/main.js', import.meta.url));
const PROBE = new URL('memory-probe.mjs', import.meta.url).href;

/** What measures its memory, see `memoryOf`. */
export const WITH_PROBE = ['--expose-gc', '--import', PROBE];

/** @throws Error where TEST_DATABASE_URL is not set */
export function serverOfTests() {
  const server = process.env.TEST_DATABASE_URL;
  if (server === undefined) throw new Error('TEST_DATABASE_URL has to lead to a PostgreSQL server');
  return server;
}

/** A migrated database of a benchmark's own. */
export async function migratedDatabase(server, benchmark) {
  const own = await ownDatabase(server, benchmark);
  const database = await openDatabase({ url: own.url });
  await migrate(database).finally(() => database.close());
  return own;
}

export async function startStandIn() {
  const child = fork(new URL('answering-server.mjs', import.meta.url), { execArgv: [] });
  const [{ port }] = await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => child.disconnect() };
}

/** What any app under measurement is told. @param database undefined: the embedded one */
export const environment = (database, dqe) => ({
  ...{ PATH: process.env.PATH, DQE_BASE_URL: dqe },
  ...(database !== undefined && { DATABASE_URL: database }),
  ...{ DQE_LICENCE: 'licence', DQE_CLIENT_SECRET: 'secret', DQE_PARTNER_NAME: 'bench' },
});

/** Starts the service, and waits until it listens. @param env what differs from the settings of a benchmark */
export async function startService({ database, dqe, dataDir, env = {}, execArgv = [] }) {
  const child = fork(MAIN, {
    execArgv,
    env: {
      ...environment(database, dqe),
      ...{ BOOTSTRAP_API_KEY: KEY, DATA_DIR: dataDir, PORT: '0', RATE_LIMIT: '0', LOG_LEVEL: 'warn', ...env },
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let printed = '';
  const url = await new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      printed = (printed + chunk).slice(-1e6);
      const found = /(http:\/\/localhost:\d+)/.exec(printed);
      if (found !== null) resolve(found[1].replace('localhost', '127.0.0.1'));
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${printed}`)));
  });
  return { url, child, stop: stopOf(child) };
}

export const stopOf = (child) => async () => {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
};

/** After a forced collection, of a service that was started `WITH_PROBE`. */
export async function memoryOf({ child }) {
  child.send('measure');
  const [usage] = await once(child, 'message');
  return usage;
}
