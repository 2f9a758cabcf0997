// What a purge takes for a match that is over, until the persons are looked at, and how much of it a month that is dropped
// instead would save: month by month, once as the service does it, and once with all of it but the deletion of matches and
// their events. On PostgreSQL, filled by fill.mjs; here with events, in the log. Interleaved, median and spread.
import { randomUUID } from 'node:crypto';
import { migrate, openDatabase } from '@dqe-admin/database';
import { systemClock } from 'nestjs-dqe-idmobile';
import { monthOf, sinceMonthsAgo, startOf } from '../support/event-months.mjs';
import { fill } from './fill.mjs';
import { perSecond, spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';

const { TEST_DATABASE_URL } = process.env;
const FULL = { matches: 250_000, rounds: 5 };
const DAY_MS = 86_400_000;
/** Of a match that was asked for, answered and told of. */
const EVENTS = ['requested', 'sent', 'answered', 'scored', 'notified'];

export async function run({ matches, rounds } = FULL) {
  if (!TEST_DATABASE_URL) throw new Error('set TEST_DATABASE_URL to a PostgreSQL server');
  const own = await ownDatabase(TEST_DATABASE_URL, 'purge');
  const database = await openDatabase({ url: own.url, statementTimeoutMs: 0 });
  try {
    await migrate(database);
    // Two months a round, two to warm up, and one that is left.
    const months = 2 * rounds + 3;
    const days = Math.ceil((Date.now() - startOf(-months)) / DAY_MS);
    await fill(database, { matches, days });
    await sinceMonthsAgo(database, months);
    await withEvents(database);
    await settings(database);
    const purge = await purgeOn(database);
    const { shipped, withoutDeletion } = await waysToPurge(database);
    const [whole, rest, drops] = [[], [], []];
    for (let round = 0; round <= rounds; round += 1) {
      const month = -months + 2 * round;
      const deleted = await purge(startOf(month + 1));
      await database.query(withoutDeletion);
      const left = await purge(startOf(month + 2));
      const droppedMs = await drop(database, startOf(month + 1), startOf(month + 2));
      await database.query(shipped);
      if (round === 0) continue;
      whole.push(deleted.matches / deleted.seconds);
      rest.push(left.matches / left.seconds);
      drops.push(droppedMs);
    }
    return report({ whole, rest, drops, matches, rounds });
  } finally {
    await database.close();
    await own.drop();
  }
}

const rowsOf = async (database, sql) => (await database.query(sql)).rows;

/** Each a leaf of the log, with its payload. The log itself, its head and its tiles, has no part in a purge. */
async function withEvents(database) {
  const types = EVENTS.map((type, i) => `(${i}, '${type}')`).join(', ');
  await database.query(`
    SET session_replication_role = replica;
    INSERT INTO match_events (id, match_id, type, at, duration_ms, data)
    SELECT (left(m.id::text, 14) || '7' || right(left(m.id::text, 18), 3) || '-8' || substr(md5(m.id::text || t.i), 1, 3)
        || '-' || substr(md5(m.id::text || t.i), 4, 12))::uuid,
      m.id, t.type, m.created_at, 80, '{"operator": "Orange", "attempt": 1}'
    FROM matches m, (VALUES ${types}) t (i, type);
    INSERT INTO log_entries (index, source, event_id, match_id, leaf)
    SELECT row_number() OVER (ORDER BY id) - 1, 'match', id, match_id, repeat('l', 330) FROM match_events;
    INSERT INTO log_payloads (index, payload) SELECT index, repeat('p', 160) FROM log_entries;
    SET session_replication_role = origin`);
  for (const table of ['match_events', 'log_entries', 'log_payloads']) {
    await database.query(`VACUUM (ANALYZE) ${table}`);
  }
}

/** One rule for all: a day. */
const settings = (database) =>
  database.client.retentionRule.create({
    data: {
      ...{ id: randomUUID(), liveKey: '[null,null]', clock: 'settlement', days: 1, duty: false },
      ...{ ground: 'contract', createdAt: new Date(0), createdByKind: 'system', createdById: 'bench' },
    },
  });

/** @returns a purge of all that settled before a time, with what it took */
async function purgeOn(database) {
  const from = (path) => import(new URL(`../../apps/admin/dist/${path}.js`, import.meta.url).href);
  const { PrismaPurge } = await from('retention/prisma-purge');
  const { NOTHING_PURGED } = await from('retention/retention-run');
  const purge = new PrismaPurge({ client: database.client }, { revoke: () => undefined }, systemClock);
  return async (end) => {
    const id = randomUUID();
    const startedAt = new Date(end.getTime() + DAY_MS);
    await database.client.retentionRun.create({
      data: {
        id,
        dryRun: false,
        state: 'running',
        stage: 'matches',
        startedAt,
        report: { ...NOTHING_PURGED },
      },
    });
    const started = performance.now();
    const stage = async () =>
      (await rowsOf(database, `SELECT stage FROM retention_runs WHERE id = '${id}'`))[0].stage;
    // Persons are looked at by themselves, whatever becomes of the matches.
    do await purge.step(id);
    while ((await stage()) === 'matches');
    const seconds = (performance.now() - started) / 1000;
    const { report } = await database.client.retentionRun.findUnique({ where: { id } });
    return { matches: report.purged, seconds };
  };
}

/** The function, and the same without its deletion of matches, with which their events go. */
async function waysToPurge(database) {
  const [{ shipped }] = await rowsOf(
    database,
    `SELECT pg_get_functiondef('purge_matches(uuid[])'::regprocedure) AS shipped`,
  );
  const withoutDeletion = shipped.replace('DELETE FROM matches WHERE id = ANY(ids);', 'PERFORM 1;');
  if (withoutDeletion === shipped) throw new Error('purge_matches() deletes in another way by now');
  return { shipped, withoutDeletion };
}

/** The month's partition of events; and its matches are got out of the way, of which there is none to drop. */
async function drop(database, from, to) {
  const started = performance.now();
  await database.query(`DROP TABLE ${monthOf(from)}`);
  const ms = performance.now() - started;
  await database.query(`
    SET session_replication_role = replica;
    DELETE FROM consent_sessions WHERE match_id IN (SELECT id FROM matches WHERE settled_at < '${to.toISOString()}');
    DELETE FROM matches WHERE settled_at < '${to.toISOString()}';
    SET session_replication_role = origin`);
  return ms;
}

function report({ whole, rest, drops, matches, rounds }) {
  const spread = (figures, show) => {
    const { least, middle, most } = spreadOf(figures);
    return `${show(middle)} (${show(least)} – ${show(most)})`;
  };
  const saved = whole.map((rate, i) => 1 - rate / rest[i]);
  const percent = (part) => `${(100 * part).toFixed(0)} %`;
  const { middle } = spreadOf(whole);
  const lasting = (count) => {
    const seconds = count / middle;
    return seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`;
  };
  return `# A purge

Of ${matches.toLocaleString('en')} matches of ${2 * rounds + 3} months with five events each, in the log; ${rounds} months in turn with ${rounds} others
after two to warm up, on PostgreSQL; median, with the spread. All of it is in the server's cache, no match has webhook deliveries, and neither
the vacuum that follows nor the look at the persons, which comes after the matches, is in it. _All of it_: as the service does it, 200 matches in a transaction. _Without
the deletion_ of matches, consents and events, which dropping a partition would do: what is left to do for each match is to judge it by the rules,
to put who asked for it on record, to keep what reports count, and to delete what the log tells of it.

![The figures below as bars, with their spread](purge.svg)

| | matches a second |
| --- | ---: |
| all of it | ${spread(whole, perSecond)} |
| without the deletion | ${spread(rest, perSecond)} |
| **what dropping would save, of the time** | **${spread(saved, percent)}** |

The partition of a month's events was dropped in ${spread(drops, (ms) => `${ms.toFixed(0)} ms`)}. The matches of a night's purge take ${lasting(86_400)} where
one match a second came the whole day a retention period ago, and ${lasting(864_000)} where ten came.
`;
}
