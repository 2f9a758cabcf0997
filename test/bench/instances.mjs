// One, two and four instances of the service on one PostgreSQL, and one with few connections: how matches a second grow with either,
// and what a match costs. Every instance, the DQE stand-in, PostgreSQL and the callers are processes of their own; the callers take
// the instances in turn, as a balancer would. TEST_DATABASE_URL has to lead to a server on this machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@dqe-admin/database';
import { Pool } from 'undici';
import { load } from './callers.mjs';
import { connectionModel, planOf } from './capacity.mjs';
import { perSecond, spreadOf } from './matches.mjs';
import { backendsOf, processorMsOf, spentSince } from './process-figures.mjs';
import { migratedDatabase, serverOfTests, startService, startStandIn } from './service.mjs';

const FULL = { rounds: 5, matches: 4_000, connections: 64, instances: [1, 2, 4], pools: [2, 4, 8, 16] };
/** What each instance has where nothing else is said. */
const POOL = 10;
/** At the end, until everything has entered the log. */
const DRAINED_WITHIN_MS = 120_000;

export async function run({ rounds, matches, connections, instances, pools } = FULL) {
  const server = serverOfTests();
  const dqe = await startStandIn();
  const sides = [];
  try {
    for (const count of instances) sides.push(await sideOf(server, { count, pool: POOL }));
    for (const pool of pools) sides.push(await sideOf(server, { count: 1, pool }));
    for (let round = 0; round < rounds; round += 1) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        side.runs.push(await measured(side, dqe, matches, connections));
      }
    }
    const disk = await kept(sides[0], dqe);
    return report(sides, disk, { rounds, matches, connections, instances });
  } finally {
    dqe.stop();
    for (const { database, dataDir } of sides) {
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
}

async function sideOf(server, { count, pool }) {
  const database = await migratedDatabase(server, `instances_${count}_${pool}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  const name = `${count} instance${count === 1 ? '' : 's'}, ${pool} connections each`;
  return { name, count, pool, database, dataDir, made: 0, runs: [] };
}

/** Started anew, so that the instances of another side are not in the way; each is warmed up as much first. */
async function measured(side, dqe, matches, connections) {
  const services = [];
  const inspector = await openDatabase({ url: side.database.url, maxConnections: 1 });
  const othersMs = () => processorMsOf(process.pid) + processorMsOf(dqe.pid);
  try {
    for (let i = 0; i < side.count; i += 1) services.push(await startService(settingsOf(side, dqe.url)));
    const balanced = services.map(
      ({ url }) => new Pool(url, { connections: Math.ceil(connections / side.count) }),
    );
    await load(balanced, side, Math.ceil(matches / 4) * side.count, connections);
    // What there is once, such as the tables of the job queue, is no match's.
    side.begun ??= { made: side.made, bytes: await bytesOn(side.database.url) };
    const backends = await backendsOf(inspector);
    const before = { app: services.map(appMs), others: othersMs(), wal: await walOf(inspector) };
    const { seconds, waits } = await load(balanced, side, matches, connections);
    const appSpent = services.reduce((sum, service, i) => sum + appMs(service) - before.app[i], 0);
    const databaseSpent = spentSince(backends, await backendsOf(inspector));
    await Promise.all(balanced.map((pool) => pool.close()));
    return {
      ...{ rate: matches / seconds, p50: waits[matches >> 1], p99: waits[Math.floor(matches * 0.99)] },
      ...{ appMs: appSpent / matches, databaseMs: databaseSpent / matches },
      othersMs: (othersMs() - before.others) / matches,
      walBytes: ((await walOf(inspector)) - before.wal) / matches,
    };
  } finally {
    for (const { stop } of services) await stop();
    await inspector.close();
  }
}

const settingsOf = ({ database, dataDir, pool }, dqe) => ({
  ...{ database: database.url, dqe, dataDir },
  env: { DATABASE_CONNECTIONS: String(pool) },
});

const appMs = ({ child }) => processorMsOf(child.pid);

/** Bytes of the write-ahead log so far, of the whole server. */
async function walOf(inspector) {
  const { rows } = await inspector.query(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS bytes`,
  );
  return rows[0].bytes;
}

/** What a match leaves on the disk, with its indexes and its leaves of the log, once all of it has entered the log. */
async function kept(side, dqe) {
  const service = await startService(settingsOf(side, dqe.url));
  const inspector = await openDatabase({ url: side.database.url, maxConnections: 1 });
  try {
    for (const begun = Date.now(); Date.now() - begun < DRAINED_WITHIN_MS;) {
      const { rows } = await inspector.query('SELECT count(*)::int AS waiting FROM log_queue');
      if (rows[0].waiting === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { begun } = side;
    const tables = [...(await bytesOn(side.database.url))].map(([table, bytes]) => ({
      table,
      bytes: (bytes - (begun.bytes.get(table) ?? 0)) / (side.made - begun.made),
    }));
    return tables.toSorted((a, b) => b.bytes - a.bytes);
  } finally {
    await inspector.close();
    await service.stop();
  }
}

/** Of each table, with its indexes; a partition counts as the table it is one of. */
async function bytesOn(url) {
  const database = await openDatabase({ url, maxConnections: 1 });
  try {
    const { rows } = await database.query(`
      SELECT coalesce(pg_partition_root(c.oid), c.oid)::regclass::text AS table,
             sum(pg_total_relation_size(c.oid))::float8 AS bytes
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') GROUP BY 1`);
    return new Map(rows.map(({ table, bytes }) => [table, bytes]));
  } finally {
    await database.close();
  }
}

const median = (side, key) => spreadOf(side.runs.map((run) => run[key])).middle;
const ms = (figure) => `${figure.toFixed(1)} ms`;
const kib = (bytes) => (bytes / 1024).toFixed(2);
const spread = (figures, format) => {
  const { least, middle, most } = spreadOf(figures);
  return `${format(middle)} (${format(least)} – ${format(most)})`;
};

function report(sides, disk, { rounds, matches, connections, instances }) {
  const scaled = sides.slice(0, instances.length);
  const pools = sides.slice(instances.length);
  const [one] = scaled;
  const figuresOf = ({ runs }) =>
    [
      ['rate', perSecond],
      ['p50', ms],
      ['p99', ms],
    ].map(([key, format]) =>
      spread(
        runs.map((run) => run[key]),
        format,
      ),
    );
  const scaledRows = scaled.map((side) => {
    const ratios = side.runs.map(({ rate }, round) => rate / one.runs[round].rate);
    return `| ${side.name} | **${spread(ratios, (ratio) => ratio.toFixed(2))}** | ${figuresOf(side).join(' | ')} |`;
  });
  const model = connectionModel(
    pools.map((side) => ({ connections: side.pool, rate: median(side, 'rate') })),
  );
  const poolRows = pools.map(
    (side) => `| ${side.pool} | ${figuresOf(side).join(' | ')} | ${perSecond(model.rateOf(side.pool))} |`,
  );
  const cost = {
    ...{ appMs: median(one, 'appMs'), databaseMs: median(one, 'databaseMs'), holdMs: model.holdAtMostMs },
    ...{ bytes: disk.reduce((sum, { bytes }) => sum + bytes, 0), walBytes: median(one, 'walBytes') },
  };
  const others = median(one, 'othersMs');
  const [used, processors] = [cost.appMs + cost.databaseMs + others, cpus().length];
  return `# Several instances on one PostgreSQL

${matches.toLocaleString('en')} matches a round by ${connections} connections, each of another person; the callers take the instances in turn. Median of ${rounds} interleaved
rounds (least – most); in each, the instances are started anew and warmed up, by ${Math.ceil(matches / 4).toLocaleString('en')} matches each. Instances, PostgreSQL, a stand-in for DQE that answers
at once, and the callers share ${processors} cores: more instances than cores can only show that they do not get into each other's way.

| | of one instance | matches a second | p50 | p99 |
| --- | ---: | ---: | ---: | ---: |
${scaledRows.join('\n')}

## What connections allow

One instance with few connections to the database. _Model_: \`1 / rate = 1 / most + hold / connections\`, fitted by least squares; here a
match holds a connection for ${ms(model.holdMs)} (for ${ms(model.holdAtMostMs)} at most, had the fewest been busy all the time), and ${Number.isFinite(model.most) ? `no number of connections makes more than ${perSecond(model.most)} matches a second` : 'these few do not show where it ends'}.

| connections | matches a second | p50 | p99 | model |
| ---: | ---: | ---: | ---: | ---: |
${poolRows.join('\n')}

## What a match costs

With one instance; the processor time of the database is that of its connections, without its writer and checkpointer. The log is the
whole server's. What is kept is the growth of each table with its indexes, once all of it had entered the log.

| | a match |
| --- | ---: |
| processor time of the instance | ${cost.appMs.toFixed(2)} ms |
| processor time of PostgreSQL | ${cost.databaseMs.toFixed(2)} ms |
| processor time of the callers and the stand-in, not part of the service | ${others.toFixed(2)} ms |
| a connection held, at most | ${cost.holdMs.toFixed(2)} ms |
| write-ahead log | ${kib(cost.walBytes)} KiB |
| kept on the disk | ${kib(cost.bytes)} KiB |

All of this on ${processors} cores would make ${perSecond((processors * 1000) / used)} matches a second at most; ${perSecond(median(one, 'rate'))} were made.

| of what is kept | KiB a match |
| --- | ---: |
${disk
  .filter(({ bytes }) => bytes >= 16)
  .map(({ table, bytes }) => `| \`${table}\` | ${kib(bytes)} |`)
  .join('\n')}

## What is needed

By these costs, with processors and connections 60 % busy on average, all day and all year long, and nothing purged.

${planOf(cost)}
`;
}
