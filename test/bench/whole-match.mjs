// A whole match over HTTP: our service with everything on, against the naive app (naive/README.md). PostgreSQL, the DQE stand-in,
// the app and the callers are processes of their own. Interleaved, median of seven rounds, with the spread.
// TEST_DATABASE_URL has to lead to a server.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@dqe-admin/database';
import { Pool } from 'undici';
import { load } from './callers.mjs';
import { perSecond, spreadOf } from './matches.mjs';
import { buildNaiveApp } from './naive/build.mjs';
import { ownDatabase } from './own-database.mjs';
import { recordChild } from './recording.mjs';
import {
  environment,
  KEY,
  migratedDatabase,
  serverOfTests,
  startService,
  startStandIn,
  stopOf,
} from './service.mjs';

const FULL = { rounds: 7, matches: 2_000, connections: 64 };

export async function run({ rounds, matches, connections } = FULL) {
  const server = serverOfTests();
  const dqe = await startStandIn();
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  const sides = [];
  try {
    for (const [name, start] of [
      ['ours', startOurs],
      ['naive', startNaive],
    ]) {
      const app = await start({ server, dqe: dqe.url, dataDir });
      const pool = new Pool(app.url, { connections });
      sides.push({ name, ...app, rates: [], p50: [], p99: [], made: 0, pool });
    }
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { seconds, waits } = await load([side.pool], side, matches, connections);
        if (round === 0) continue;
        side.rates.push(matches / seconds);
        side.p50.push(waits[Math.floor(matches * 0.5)]);
        side.p99.push(waits[Math.floor(matches * 0.99)]);
      }
    }
    return report(sides, { rounds, matches, connections });
  } finally {
    for (const side of sides) await end(side);
    dqe.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** What the processor is busy with in our service while it is asked for matches. */
export async function profile(matches, { connections } = FULL) {
  const server = serverOfTests();
  const dqe = await startStandIn();
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  const execArgv = ['--import', fileURLToPath(new URL('recording.mjs', import.meta.url))];
  const app = await startOurs({ server, dqe: dqe.url, dataDir, execArgv });
  const side = { ...app, name: 'ours', made: 0, pool: new Pool(app.url, { connections }) };
  try {
    await load([side.pool], side, matches / 3, connections);
    const stop = await recordChild(app.child);
    await load([side.pool], side, matches, connections);
    return {
      profile: await stop(),
      title: `a whole match over HTTP, ${connections} connections: the service`,
    };
  } finally {
    await end(side);
    dqe.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function end({ pool, stop, database }) {
  await pool.close();
  await stop();
  await database.drop();
}

async function startOurs({ server, dqe, dataDir, execArgv }) {
  const database = await migratedDatabase(server, 'whole_ours');
  const app = await startService({ database: database.url, dqe, dataDir, execArgv });
  return { ...app, database };
}

async function startNaive({ server, dqe }) {
  const main = buildNaiveApp();
  const database = await ownDatabase(server, 'whole_naive');
  const own = await openDatabase({ url: database.url });
  await own.query(readFileSync(new URL('naive/schema.sql', import.meta.url), 'utf8'));
  await own.close();
  const child = fork(main, { execArgv: [], env: { ...environment(database.url, dqe), API_KEY: KEY } });
  const [{ port }] = await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, stop: stopOf(child), database };
}

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
