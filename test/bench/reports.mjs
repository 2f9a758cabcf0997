// How long does a report take with a million matches over ninety days? On PostgreSQL, in a database of its own: the matches
// are made by one statement, counted as the service counts them, and asked for as the API asks. Median and longest of eleven.
import { migrate, openDatabase } from '@dqe-admin/database';
import { systemClock } from 'nestjs-dqe-idmobile';
import { spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';

const FULL = { matches: 1_000_000, days: 90, rounds: 11, server: process.env.TEST_DATABASE_URL };
const DAY_MS = 86_400_000;
/** Matches made by one statement. */
const PART = 25_000;

export async function run({ matches, days, rounds, server } = FULL) {
  if (!server) throw new Error('set TEST_DATABASE_URL to a PostgreSQL server');
  const { url, drop } = await ownDatabase(server, 'reports');
  const database = await openDatabase({ url });
  try {
    await migrate(database);
    await fill(database, matches, days);
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

/** Evenly over the days; three applications, four operators, every outcome, a fifth with consent. */
async function fill({ client }, matches, days) {
  const statement = (sql) => client.$executeRawUnsafe(sql);
  await statement('ALTER TABLE matches DISABLE TRIGGER USER');
  await statement('ALTER TABLE consent_sessions DISABLE TRIGGER USER');
  const score = `CASE WHEN random() < 0.15 THEN NULL ELSE round(least(1, random() * 1.4)::numeric, 2) END`;
  for (let from = 1; from <= matches; from += PART) {
    await statement(`
    INSERT INTO matches (
      id, status, created_at, settled_at, number_sealed, number_hint, country, identity_sealed, consent_offered, purpose,
      operator, scores, verdict, error_id, error_category, application
    )
    SELECT gen_random_uuid(), status::match_status, at,
      CASE WHEN status = 'consent_pending' THEN NULL ELSE at + make_interval(secs => 0.08 + 2 * power(random(), 4)) END,
      '\\x00', '01', CASE WHEN random() < 0.95 THEN 'FR' ELSE 'BE' END, '\\x00', i % 5 = 0,
      (ARRAY['onboarding', 'aml', NULL])[1 + i % 3], (ARRAY['Orange', 'SFR', 'Bouygues Telecom', 'Free Mobile'])[1 + i % 4],
      CASE WHEN status = 'scored' THEN jsonb_build_object(
        'familyName', ${score}, 'givenName', ${score}, 'birthDate', ${score}, 'gender', ${score}, 'email', ${score},
        'address', jsonb_build_object(
          'country', ${score}, 'postalCode', ${score}, 'streetAddress', ${score}, 'locality', ${score}
        )
      ) END,
      CASE WHEN status = 'scored' THEN (ARRAY['match', 'match', 'partial', 'mismatch'])[1 + (i / 7) % 4]::verdict_result END,
      CASE WHEN status = 'rejected' THEN (ARRAY['13', '16', '21', '10'])[1 + (i / 11) % 4] END,
      CASE WHEN status = 'rejected' THEN (ARRAY['not_covered', 'temporary', 'declined', 'caller'])[1 + (i / 11) % 4] END,
      (ARRAY['shop', 'bank', 'default'])[1 + (i / 3) % 3]
    FROM (
      SELECT i, now() - make_interval(secs => ${days * 86_400} * (1 - i::float8 / ${matches})) AS at,
        (ARRAY['scored', 'scored', 'scored', 'scored', 'scored', 'scored', 'scored', 'scored', 'rejected', 'expired'])
          [1 + (i / 5) % 10] AS status
      FROM generate_series(${from}, ${Math.min(matches, from + PART - 1)}) i
    ) made`);
  }
  for (let day = 0; day <= days; day += 10) {
    await statement(`
      INSERT INTO consent_sessions (match_id, state_hash, opened_at, expires_at, claimed_at, bound_at)
      SELECT id, decode(replace(id::text, '-', ''), 'hex'), created_at + interval '300 ms', created_at + interval '5 minutes',
        CASE WHEN status <> 'expired' THEN created_at + interval '1 minute' END, created_at + interval '20 seconds'
      FROM matches WHERE consent_offered
        AND created_at > now() - interval '${day + 10} days' AND created_at <= now() - interval '${day} days'
      ON CONFLICT DO NOTHING`);
  }
  await statement('ALTER TABLE matches ENABLE TRIGGER USER');
  await statement('ALTER TABLE consent_sessions ENABLE TRIGGER USER');
  await statement('ANALYZE');
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

On PostgreSQL, ${days} days of matches, evenly; three applications, four operators, two countries, three purposes. Each report as the
API makes it, without HTTP; median and longest of ${rounds}, after one to warm up. Under 500 ms is what is asked for.

| report | median | longest |
| --- | ---: | ---: |
${rows.join('\n')}

There are no accesses, purges and erasures in it. All of it was counted for the first time in ${(counting / 1000).toFixed(0)} s, and the counts are ${size.rows.toLocaleString('en')} rows of ${size.mebibytes} MiB. An hour that is
over is counted once, in the background.
`;
}
