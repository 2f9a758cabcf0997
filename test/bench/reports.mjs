// How long does a report take with a million matches over ninety days? On PostgreSQL, in a database of its own: the matches
// are made by fill.mjs, counted as the service counts them, and asked for as the API asks. Median and longest of eleven.
import { migrate, openDatabase } from '@dqe-admin/database';
import { systemClock } from 'nestjs-dqe-idmobile';
import { fill } from './fill.mjs';
import { spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';

const FULL = { matches: 1_000_000, days: 90, rounds: 11, server: process.env.TEST_DATABASE_URL };
const DAY_MS = 86_400_000;

export async function run({ matches, days, rounds, server } = FULL) {
  if (!server) throw new Error('set TEST_DATABASE_URL to a PostgreSQL server');
  const { url, drop } = await ownDatabase(server, 'reports');
  const database = await openDatabase({ url, statementTimeoutMs: 0 });
  try {
    await migrate(database);
    await fill(database, { matches, days });
    const service = await serviceOn(database);
    const started = performance.now();
    await service.counting.run();
    const counting = performance.now() - started;
    return report(await asked(service, days, rounds), {
      matches,
      days,
      rounds,
      counting,
      size: await sizeOf(database),
    });
  } finally {
    await database.close();
    await drop();
  }
}

async function serviceOn(database) {
  const from = (path) => import(new URL(`../../apps/admin/dist/reports/${path}.js`, import.meta.url).href);
  const { PrismaCounting } = await from('counts/prisma-counting');
  const { PrismaCounted } = await from('counts/prisma-counted');
  const { PrismaActFigures } = await from('prisma-act-figures');
  const { PrismaStanding } = await from('prisma-standing');
  const { ReportsService } = await from('reports.service');
  const { OverviewService } = await from('overview.service');
  const counted = new PrismaCounted(database);
  const monitor = { snapshot: () => ({ breaker: 'closed', inFlight: 0, queued: 0 }) };
  return {
    counting: new PrismaCounting(database),
    reports: new ReportsService(counted, new PrismaActFigures(database), systemClock),
    overview: new OverviewService(counted, new PrismaStanding(database), monitor, systemClock),
  };
}

async function asked({ reports, overview }, days, rounds) {
  const hour = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  const last = (count) => ({ from: new Date(hour - count * DAY_MS), to: new Date(hour) });
  const all = last(days);
  const request = (more = {}) => ({
    ...{ period: all, filter: { within: null }, language: 'en', interval: 'none', groups: [] },
    ...more,
  });
  const one = { interval: 'day', groups: ['operator'] };
  const questions = {
    'overview, 30 days': () => overview.make({ ...request({ period: last(30) }), interval: 'day' }),
    'overview, 24 hours': () => overview.make({ ...request({ period: last(1) }), interval: 'hour' }),
    [`overview, ${days} days`]: () => overview.make({ ...request(), interval: 'day' }),
    'volumes by day and operator': () => reports.volumes(request(one)),
    'volumes by all there is': () =>
      reports.volumes(request({ groups: ['application', 'operator', 'country', 'purpose'] })),
    'volumes of 31 days by the hour': () => reports.volumes(request({ period: last(31), interval: 'hour' })),
    'latency by day and operator': () => reports.latency(request(one)),
    'errors by month': () => reports.errors(request({ interval: 'month' })),
    'consent by day': () => reports.consent(request({ interval: 'day' })),
    operators: () => reports.operators(request()),
    'fields, with drift': () => reports.fields(request({ period: last(45) })),
    accesses: () => reports.accesses(all, null),
    'retention and erasure': () => reports.lifecycle(all, null, 'day'),
  };
  const results = [];
  for (const [name, ask] of Object.entries(questions)) {
    await ask();
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      await ask();
      times.push(performance.now() - started);
    }
    results.push({ name, ...spreadOf(times) });
  }
  return results;
}

async function sizeOf({ client }) {
  const [{ bytes, rows }] = await client.$queryRawUnsafe(`
    SELECT (SELECT sum(pg_total_relation_size(t))::float8 FROM unnest(ARRAY['report_outcomes', 'report_latencies', 'report_scores']) t) AS bytes,
      ((SELECT count(*) FROM report_outcomes) + (SELECT count(*) FROM report_latencies) + (SELECT count(*) FROM report_scores))::float8 AS rows`);
  return { mebibytes: Math.round(bytes / 2 ** 20), rows };
}

function report(results, { matches, days, rounds, counting, size }) {
  const ms = (value) => `${Math.round(value)} ms`;
  const rows = results.map(({ name, middle, most }) => `| ${name} | ${ms(middle)} | ${ms(most)} |`);
  return `# Reports over ${matches.toLocaleString('en')} matches

On PostgreSQL, ${days} days of matches as [fill.mjs](../../test/bench/fill.mjs) makes them: four applications, five operators, four
countries, three purposes. Each report as the API makes it, without HTTP; median and longest of ${rounds}, after one to warm up. Under 500 ms is what is asked for.

| report | median | longest |
| --- | ---: | ---: |
${rows.join('\n')}

There are no accesses, purges and erasures in it. All of it was counted for the first time in ${(counting / 1000).toFixed(0)} s, and the counts are ${size.rows.toLocaleString('en')} rows of ${size.mebibytes} MiB. An hour that is
over is counted once, in the background.
`;
}
