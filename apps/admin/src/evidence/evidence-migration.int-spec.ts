import { migrate, readMigrations } from '@dqe-admin/database';
import { testDatabase } from '../../../../test/support/database.js';

const MATCH = '0190f0a1-3333-7000-8000-000000000001';
/** The fourth digit from the end of the first group says when. */
const idOf = (order: number) => `0190f0a1-${order}000-7000-8000-000000000002`;

it('what was on record before the log was there is queued for it, by id, without its being touched', async () => {
  const place = await testDatabase({ migrated: false });
  const database = await place.open();
  const all = await readMigrations();
  const before = all.filter(({ name }) => name < '20261123115100');
  expect(before.length).toBe(all.findIndex(({ name }) => name.endsWith('_evidence')));
  await migrate(database, { migrations: before });
  const at = '2026-01-31T12:00:00Z';
  await database.query(`
    INSERT INTO matches (id, status, created_at, number_sealed, number_hint, country, identity_sealed, consent_offered)
    VALUES ('${MATCH}', 'requested', '${at}', '', '01', 'FR', '', false);
    INSERT INTO match_events (id, match_id, type, at) VALUES
      ('${idOf(4)}', '${MATCH}', 'sent', '${at}'), ('${idOf(1)}', '${MATCH}', 'requested', '${at}');
    INSERT INTO access_events (id, at, actor_kind, actor_id, action, outcome) VALUES
      ('${idOf(3)}', '${at}', 'key', 'k', 'match.list', 'allowed'), ('${idOf(2)}', '${at}', 'key', 'k', 'match.list', 'allowed')`);
  await migrate(database);
  const queued = await database.client.logQueueItem.findMany({ orderBy: { seq: 'asc' } });
  expect(queued.map(({ source, eventId }) => [source, eventId])).toEqual([
    ['match', idOf(1)],
    ['access', idOf(2)],
    ['access', idOf(3)],
    ['match', idOf(4)],
  ]);
  expect(queued.map(({ recordedAt }) => recordedAt.getTime() > Date.parse(at))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  await place.drop();
});
