// A whole match over HTTP: our service with everything on, against the same without its log, against the naive app
// (naive/README.md), and against that without a database. PostgreSQL, the DQE stand-in, the app and the callers are processes of
// their own. Interleaved, median of seven rounds, with the spread. TEST_DATABASE_URL has to lead to a server on this machine.
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
import { backendsOf, processorMsOf, spentSince } from './process-figures.mjs';
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

const FULL = { rounds: 7, matches: 5_000, connections: 64 };

/** Until everything has entered the log: it belongs to the round that made it. */
const DRAINED_WITHIN_MS = 60_000;

export async function run({ rounds, matches, connections } = FULL) {
  const server = serverOfTests();
  const dqe = await startStandIn();
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  const sides = [];
  try {
    for (const [name, start] of [
      ['ours', startOurs],
      ['ours, no log', startWithoutLog],
      ['naive', startNaive],
      ['naive, no database', startUnstored],
    ]) {
      const app = await start({ server, dqe: dqe.url, dataDir });
      const inspector = await openDatabase({ url: app.database.url, maxConnections: 1 });
      sides.push({ name, ...app, inspector, made: 0, runs: [], pool: new Pool(app.url, { connections }) });
    }
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const measured = await roundOf(side, dqe, matches, connections);
        if (round > 0) side.runs.push(measured);
      }
    }
    return report(sides, { rounds, matches, connections });
  } finally {
    for (const side of sides) {
      await side.inspector.close();
      await end(side);
    }
    dqe.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function roundOf(side, dqe, matches, connections) {
  const others = () => processorMsOf(process.pid) + processorMsOf(dqe.pid);
  const backends = await backendsOf(side.inspector);
  const before = { app: processorMsOf(side.child.pid), others: others() };
  const started = performance.now();
  const { seconds, waits } = await load([side.pool], side, matches, connections);
  const othersMs = others() - before.others;
  if (side.logs) await drained(side.inspector);
  return {
    ...{
      rate: matches / seconds,
      p50: waits[Math.floor(matches * 0.5)],
      p99: waits[Math.floor(matches * 0.99)],
    },
    loggedRate: (matches * 1_000) / (performance.now() - started),
    appMs: (processorMsOf(side.child.pid) - before.app) / matches,
    databaseMs: spentSince(backends, await backendsOf(side.inspector)) / matches,
    othersMs: othersMs / matches,
  };
}

async function drained(inspector) {
  for (const begun = Date.now(); Date.now() - begun < DRAINED_WITHIN_MS;) {
    const { rows } = await inspector.query('SELECT EXISTS (SELECT FROM log_queue) AS waiting');
    if (!rows[0].waiting) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the log has not taken in the events of a round');
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
  return { ...app, database, logs: true };
}

/** Nothing queues its events, so nothing enters the log. */
async function startWithoutLog({ server, dqe, dataDir }) {
  const database = await migratedDatabase(server, 'whole_unlogged');
  const own = await openDatabase({ url: database.url });
  for (const table of ['match_events', 'access_events']) {
    await own.query(`DROP TRIGGER ${table}_queue ON ${table}`);
  }
  await own.close();
  return { ...(await startService({ database: database.url, dqe, dataDir })), database };
}

async function startNaive({ server, dqe }, env = {}) {
  const main = buildNaiveApp();
  const database = await ownDatabase(server, `whole_naive_${env.STORE ?? ''}`);
  const own = await openDatabase({ url: database.url });
  await own.query(readFileSync(new URL('naive/schema.sql', import.meta.url), 'utf8'));
  await own.close();
  const child = fork(main, {
    execArgv: [],
    env: { ...environment(database.url, dqe), API_KEY: KEY, ...env },
  });
  const [{ port }] = await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, child, stop: stopOf(child), database };
}

const startUnstored = (given) => startNaive(given, { STORE: 'none' });

function report(sides, { rounds, matches, connections }) {
  const [ours, unlogged, naive, unstored] = sides;
  const spread = (figures, format) => {
    const { least, middle, most } = spreadOf(figures);
    return `${format(middle)} (${format(least)} – ${format(most)})`;
  };
  const ms = (figure) => `${figure.toFixed(1)} ms`;
  const short = (figure) => `${figure.toFixed(2)} ms`;
  const ratio = (figure) => figure.toFixed(2);
  const of = ({ runs }, key) => runs.map((run) => run[key]);
  const row = (side) =>
    `| ${side.name} | ${spread(of(side, 'rate'), perSecond)} | ${spread(of(side, 'p50'), ms)} | ${spread(of(side, 'p99'), ms)} |`;
  const cost = (side) =>
    `| ${side.name} | ${['appMs', 'databaseMs', 'othersMs'].map((key) => spread(of(side, key), short)).join(' | ')} |`;
  const against = (one, other, key) =>
    spread(
      one.runs.map((run, i) => run[key] / other.runs[i][key]),
      ratio,
    );
  const compared = (one, other) =>
    `| ${one.name} / ${other.name} | **${against(one, other, 'rate')}** | ${against(one, other, 'p50')} | ${against(one, other, 'p99')} |`;
  return `# A whole match over HTTP, against the naive app

${matches.toLocaleString('en')} matches a round by ${connections} connections, each of another person, on PostgreSQL; median of ${rounds} interleaved rounds (least –
most), a ratio is that of each round. _Ours_: access, validation, sealing, evidence, access log, probing guard, everything as it is
shipped. _Naive_: [what a good developer writes in a day](../../test/bench/naive/README.md). 3 times the naive app's matches is what
is asked for, and a p99 that is no worse. _No database_: the naive app where it stores nothing, only checks, asks and answers:
three times the naive app is ${spread(
    naive.runs.map(({ rate }, i) => (3 * rate) / unstored.runs[i].rate),
    ratio,
  )} times that.

| | matches a second | p50 | p99 |
| --- | ---: | ---: | ---: |
${sides.map(row).join('\n')}
${compared(ours, naive)}

With the log and without: each round ends when the last of its events is in the log. 0.8 is what is asked for.

| | matches a second until all are in the log |
| --- | ---: |
| ours | ${spread(of(ours, 'loggedRate'), perSecond)} |
| ours, no log | ${spread(of(unlogged, 'loggedRate'), perSecond)} |
| ours / no log | **${against(ours, unlogged, 'loggedRate')}** |

Processor time of a match, the log's included; of PostgreSQL that of its connections.

| | the app | PostgreSQL | callers and stand-in |
| --- | ---: | ---: | ---: |
${sides.map(cost).join('\n')}

PostgreSQL, a stand-in for DQE that answers at once, the app and the callers share the machine's cores.
`;
}
