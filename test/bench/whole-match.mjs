// A whole match over HTTP: our service with everything on, against the naive app (naive/README.md). PostgreSQL, the DQE stand-in,
// the app and the callers are processes of their own. Interleaved, median of seven rounds, with the spread.
// TEST_DATABASE_URL has to lead to a server.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate, openDatabase } from '@dqe-admin/database';
import { Pool } from 'undici';
import { perSecond, spreadOf } from './matches.mjs';
import { buildNaiveApp } from './naive/build.mjs';
import { ownDatabase } from './own-database.mjs';
import { recordChild } from './recording.mjs';

const FULL = { rounds: 7, matches: 2_000, connections: 64 };
const KEY = 'whole-match-benchmark-key-0123456789';
const PARTNER = { DQE_LICENCE: 'licence', DQE_CLIENT_SECRET: 'secret', DQE_PARTNER_NAME: 'bench' };

export async function run({ rounds, matches, connections } = FULL) {
  const server = process.env.TEST_DATABASE_URL;
  if (server === undefined) throw new Error('TEST_DATABASE_URL has to lead to a PostgreSQL server');
  const dqe = fork(new URL('answering-server.mjs', import.meta.url), { execArgv: [] });
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  const databases = [];
  const sides = [];
  try {
    const [{ port }] = await once(dqe, 'message');
    for (const [name, start] of [
      ['ours', startOurs],
      ['naive', startNaive],
    ]) {
      const database = await ownDatabase(server, `whole_${name}`);
      databases.push(database);
      const app = await start({ database: database.url, dqe: `http://127.0.0.1:${port}`, dataDir });
      sides.push({
        name,
        ...app,
        rates: [],
        p50: [],
        p99: [],
        made: 0,
        pool: new Pool(app.url, { connections }),
      });
    }
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { seconds, waits } = await load(side, matches, connections);
        if (round === 0) continue;
        side.rates.push(matches / seconds);
        side.p50.push(waits[Math.floor(matches * 0.5)]);
        side.p99.push(waits[Math.floor(matches * 0.99)]);
      }
    }
    return report(sides, { rounds, matches, connections });
  } finally {
    for (const { pool, stop } of sides) await pool.close().then(stop);
    dqe.disconnect();
    for (const { drop } of databases) await drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** What the processor is busy with in our service while it is asked for matches. */
export async function profile(matches, { connections } = FULL) {
  const server = process.env.TEST_DATABASE_URL;
  if (server === undefined) throw new Error('TEST_DATABASE_URL has to lead to a PostgreSQL server');
  const dqe = fork(new URL('answering-server.mjs', import.meta.url), { execArgv: [] });
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  const database = await ownDatabase(server, 'whole_profile');
  const [{ port }] = await once(dqe, 'message');
  const execArgv = ['--import', fileURLToPath(new URL('recording.mjs', import.meta.url))];
  const app = await startOurs({ database: database.url, dqe: `http://127.0.0.1:${port}`, dataDir, execArgv });
  const side = { name: 'ours', made: 0, pool: new Pool(app.url, { connections }) };
  try {
    await load(side, matches / 3, connections);
    const stop = await recordChild(app.child);
    await load(side, matches, connections);
    return {
      profile: await stop(),
      title: `a whole match over HTTP, ${connections} connections: the service`,
    };
  } finally {
    await side.pool.close().then(app.stop);
    dqe.disconnect();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Another number for each match, so that each is another person's. */
async function load(side, matches, connections) {
  const waits = [];
  let left = matches;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) {
        side.made += 1;
        const sentAt = performance.now();
        const answer = await side.pool.request({
          ...{ path: '/api/v1/matches', method: 'POST' },
          headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            number: `06${String(10_000_000 + side.made)}`,
            identity: {
              ...{ firstName: 'Marie', lastName: 'Durand', birthDate: '1985-04-12' },
              ...{
                email: `marie${side.made}@mail.example`,
                streetNumber: '17',
                streetAddress: 'rue de la Paix',
              },
              ...{ postalCode: '75002', locality: 'Paris' },
            },
            reference: `order-${side.made}`,
          }),
        });
        const body = await answer.body.json();
        if (answer.statusCode !== 201 || body.status !== 'scored') {
          throw new Error(`${side.name}: ${answer.statusCode} ${body.code ?? body.status}`);
        }
        waits.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return { seconds, waits: waits.toSorted((a, b) => a - b) };
}

async function startOurs({ database, dqe, dataDir, execArgv = [] }) {
  const own = await openDatabase({ url: database });
  await migrate(own);
  await own.close();
  const main = fileURLToPath(new URL('../../apps/admin/dist/main.js', import.meta.url));
  const child = fork(main, {
    execArgv,
    env: {
      ...environment(database, dqe),
      ...{ BOOTSTRAP_API_KEY: KEY, DATA_DIR: dataDir, PORT: '0', RATE_LIMIT: '0', LOG_LEVEL: 'warn' },
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let printed = '';
  const url = await new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      printed += chunk;
      const found = /(http:\/\/localhost:\d+)/.exec(printed);
      if (found !== null) resolve(found[1].replace('localhost', '127.0.0.1'));
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${printed}`)));
  });
  return { url, child, stop: stopOf(child) };
}

async function startNaive({ database, dqe }) {
  const main = buildNaiveApp();
  const own = await openDatabase({ url: database });
  await own.query(readFileSync(new URL('naive/schema.sql', import.meta.url), 'utf8'));
  await own.close();
  const child = fork(main, { execArgv: [], env: { ...environment(database, dqe), API_KEY: KEY } });
  const [{ port }] = await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, stop: stopOf(child) };
}

const environment = (database, dqe) => ({
  ...{ PATH: process.env.PATH, DATABASE_URL: database, DQE_BASE_URL: dqe },
  ...PARTNER,
});

const stopOf = (child) => async () => {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
};

function report([ours, naive], { rounds, matches, connections }) {
  const spread = (figures, format) => {
    const { least, middle, most } = spreadOf(figures);
    return `${format(middle)} (${format(least)} – ${format(most)})`;
  };
  const ms = (figure) => `${figure.toFixed(1)} ms`;
  const ratio = (figure) => figure.toFixed(2);
  const row = ({ rates, p50, p99 }) =>
    `${spread(rates, perSecond)} | ${spread(p50, ms)} | ${spread(p99, ms)}`;
  const against = (key) =>
    spread(
      ours[key].map((figure, i) => figure / naive[key][i]),
      ratio,
    );
  return `# A whole match over HTTP, against the naive app

${matches.toLocaleString('en')} matches a round by ${connections} connections, each of another person, on PostgreSQL; median of ${rounds} interleaved rounds (least –
most), a ratio is that of each round. _Ours_: access, validation, sealing, evidence, access log, probing guard, everything as it is
shipped. _Naive_: [what a good developer writes in a day](../../test/bench/naive/README.md). 3 times the naive app's matches is what
is asked for, and a p99 that is no worse.

| | matches a second | p50 | p99 |
| --- | ---: | ---: | ---: |
| ours | ${row(ours)} |
| naive | ${row(naive)} |
| ours / naive | **${against('rates')}** | ${against('p50')} | ${against('p99')} |

PostgreSQL, a stand-in for DQE that answers at once, the app and the callers share the machine's cores.
`;
}
