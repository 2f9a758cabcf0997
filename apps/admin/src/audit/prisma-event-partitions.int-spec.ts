import { randomUUID } from 'node:crypto';
import { migrate, readMigrations, type Database } from '@dqe-admin/database';
import { accessLine, recordAccesses } from '../../../../test/support/access-lines.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { aMatch, change } from '../../../../test/support/match-store-contract.js';
import { sinceMonthsAgo } from '../../../../test/support/event-months.mjs';
import { matchesOn } from '../../../../test/support/matches-on.js';
import { firstIdOf, timeId } from '../access/time-id.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { PrismaEventPartitions } from './prisma-event-partitions.js';

const PARENTS = ['access_events', 'match_events'];
const now = new Date();
/** The middle of a month, so many after the present one. */
const inMonths = (months: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 15));
const nameOf = (parent: string, months: number) =>
  `${parent}_${inMonths(months).toISOString().slice(0, 7).replace('-', '_')}`;

describe('the partitions of events', () => {
  let place: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    place = await testDatabase();
    database = await place.open();
  });
  afterEach(() => place.drop());

  const make = (ahead: number) =>
    new PrismaEventPartitions(database as unknown as PrismaDatabase).make(ahead);
  const partitionsOf = async (parent: string) =>
    (
      await database.query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = '${parent}'::regclass ORDER BY 1`,
      )
    ).rows.map(({ name }) => name);
  const placeOf = async (id: string, parent = 'access_events') =>
    (
      await database.query<{ name: string }>(
        `SELECT tableoid::regclass::text AS name FROM ${parent} WHERE id = '${id}'`,
      )
    ).rows.map(({ name }) => name);
  const accessAt = async (at: Date, id = timeId(at.getTime())) => {
    await recordAccesses(database, [accessLine({ id, at })]);
    return id;
  };
  const eventAt = async (at: Date, matchId: string) => {
    const id = timeId(at.getTime());
    await database.query(
      `INSERT INTO match_events (id, match_id, type, at) VALUES ('${id}', '${matchId}', 'sent', now())`,
    );
    return id;
  };
  const queued = async () =>
    (await database.client.logQueueItem.findMany({ orderBy: { seq: 'asc' } })).map(({ eventId }) => eventId);

  it('are there for the months to come; each event lies in that of its month, and enters the queue', async () => {
    for (const parent of PARENTS) {
      const months = [1, 2].map((month) => nameOf(parent, month));
      expect(await partitionsOf(parent)).toEqual([...months, `${parent}_default`, `${parent}_first`]);
    }
    const ids = [await accessAt(inMonths(-14)), await accessAt(now), await accessAt(inMonths(2))];
    const places = (await Promise.all(ids.map((id) => placeOf(id)))).flat();
    expect(places).toEqual(['access_events_first', 'access_events_first', nameOf('access_events', 2)]);
    expect(await queued()).toEqual(ids);
    expect(await make(2)).toEqual({ made: 0, astray: false });
  });

  it('of many who make them at once, one does', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => make(6)));
    expect(made.reduce((sum, one) => sum + one.made, 0)).toBe(8);
    for (const parent of PARENTS) expect(await partitionsOf(parent)).toHaveLength(8);
  });

  it('turn no event away: what has no partition goes into the default one, which becomes that of its time', async () => {
    const late = [await accessAt(inMonths(5)), await accessAt(inMonths(6))];
    for (const id of late) expect(await placeOf(id)).toEqual(['access_events_default']);
    expect(await make(7)).toEqual({ made: 4 + 5, astray: false });
    for (const id of late) expect(await placeOf(id)).toEqual([nameOf('access_events', 5)]);
    expect(await partitionsOf('access_events')).not.toContain(nameOf('access_events', 6));
    expect(await partitionsOf('access_events')).toContain(nameOf('access_events', 7));
    // All goes on as it did.
    const next = [await accessAt(inMonths(6)), await accessAt(inMonths(7)), await accessAt(inMonths(30))];
    const places = (await Promise.all(next.map((id) => placeOf(id)))).flat();
    expect(places).toEqual(
      [5, 7].map((month) => nameOf('access_events', month)).concat('access_events_default'),
    );
    expect(await queued()).toEqual([...late, ...next]);
  });

  it('say where events are of no month, and go on as far as they can', async () => {
    const astray = await accessAt(now, 'f47ac10b-58cc-4372-a567-0e02b2c3d479');
    expect(await make(5)).toEqual({ made: 6, astray: true });
    expect(await placeOf(astray)).toEqual(['access_events_default']);
    const between = await accessAt(inMonths(8));
    expect(await make(9)).toEqual({ made: 4 + 2, astray: true });
    expect(await placeOf(between)).toEqual(['access_events_default']);
    expect(await database.client.accessEvent.count()).toBe(2);
  });

  it('cannot be gone around: nothing is changed, deleted, truncated or added unseen in any of them', async () => {
    const { store } = matchesOn(database);
    const match = aMatch();
    await store.open(match);
    await database.query(
      [-3, 0, 1, 3, 5, 40]
        .map((month, i) => ({ at: inMonths(month), i }))
        .flatMap(({ at, i }) => [
          `INSERT INTO match_events (id, match_id, type, at) VALUES ('${timeId(at.getTime())}', '${match.id}', 'sent', now())`,
          `INSERT INTO access_events (id, at, actor_kind, actor_id, action, outcome)
           VALUES ('${timeId(at.getTime() + i)}', now(), 'key', 'k', 'match.list', 'allowed')`,
        ])
        .join(';'),
    );
    await make(6);
    for (const parent of PARENTS) {
      for (const part of await partitionsOf(parent)) {
        const { rows } = await database.query<{ id: string }>(`SELECT id::text FROM ${part} ORDER BY id`);
        for (const attempt of [`UPDATE ${part} SET at = now()`, `DELETE FROM ${part}`]) {
          if (rows.length === 0) continue;
          await expect(database.query(attempt)).rejects.toThrow(/stays as it is|only purge_matches/);
        }
        await expect(database.query(`TRUNCATE ${part}`)).rejects.toThrow('stays as it is');
        const [last] = rows.slice(-1);
        if (last === undefined) continue;
        const before = await queued();
        const id = `${last.id.slice(0, -4)}ffff`;
        await database.query(
          `INSERT INTO ${part} SELECT (jsonb_populate_record(p, jsonb_build_object('id', '${id}'))).* FROM ${part} p WHERE id = '${last.id}'`,
        );
        expect(await queued()).toEqual([...before, id]);
      }
    }
  });

  it('are purged of a match like one table', async () => {
    const { store } = matchesOn(database);
    const [gone, kept] = [aMatch(), aMatch()];
    for (const match of [gone, kept]) {
      await store.open(match);
      await store.advance(change.scored(match.id, 'requested'));
      for (const months of [-2, 1, 2, 9]) await eventAt(inMonths(months), match.id);
    }
    await database.client.$queryRaw`SELECT purge_matches(${[gone.id]}::uuid[])`;
    const left = await database.client.matchEvent.groupBy({ by: ['matchId'], _count: true });
    expect(left).toEqual([{ matchId: kept.id, _count: 7 }]);
  });

  it('are dropped once a purge has emptied them, oldest first, and every time has its place still', async () => {
    await sinceMonthsAgo(database, 6);
    const { store } = matchesOn(database);
    const matches = new Map<number, string>();
    for (const months of [-9, -5, -3]) {
      const match = aMatch();
      matches.set(months, match.id);
      await store.open(match);
      await eventAt(inMonths(months), match.id);
    }
    const dropSpent = () => new PrismaEventPartitions(database as unknown as PrismaDatabase).dropSpent();
    const purge = (months: number) =>
      database.client.$queryRaw`SELECT purge_matches(${[matches.get(months)]}::uuid[])`;
    const access = await partitionsOf('access_events');
    const those = (...months: number[]) => [
      ...months.map((month) => nameOf('match_events', month)),
      ...['match_events_default', 'match_events_first'],
    ];

    // The first one has an event, and none is dropped from amidst.
    expect(await dropSpent()).toBe(0);
    await purge(-9);
    expect(await dropSpent()).toBe(1);
    expect(await partitionsOf('match_events')).toEqual(those(-5, -4, -3, -2, -1, 0, 1, 2));
    await purge(-5);
    expect(await dropSpent()).toBe(2);
    expect(await partitionsOf('match_events')).toEqual(those(-3, -2, -1, 0, 1, 2));
    // Of those that are left empty at last, the last month and the present one stay.
    await purge(-3);
    expect(await dropSpent()).toBe(2);
    expect(await dropSpent()).toBe(0);
    expect(await partitionsOf('match_events')).toEqual(those(-1, 0, 1, 2));
    expect(await partitionsOf('access_events')).toEqual(access);

    const late = aMatch();
    await store.open(late);
    const ids: string[] = [];
    for (const month of [-30, -3, -1]) ids.push(await eventAt(inMonths(month), late.id));
    const places = (await Promise.all(ids.map((id) => placeOf(id, 'match_events')))).flat();
    expect(places).toEqual(['match_events_first', 'match_events_first', nameOf('match_events', -1)]);
    expect((await queued()).slice(-3)).toEqual(ids);
    await expect(database.query('DELETE FROM match_events_first')).rejects.toThrow('only purge_matches');
    await expect(database.query('TRUNCATE match_events_first')).rejects.toThrow('stays as it is');
    expect(await make(3)).toEqual({ made: 2, astray: false });
    await database.client.$queryRaw`SELECT purge_matches(${[late.id]}::uuid[])`;
    expect(await database.client.matchEvent.count()).toBe(0);
  });

  it('that a period does not concern are not read', async () => {
    await make(6);
    const { rows } = await database.query<Record<string, string>>(`
      EXPLAIN SELECT * FROM access_events
      WHERE id >= '${firstIdOf(inMonths(2))}' AND id < '${firstIdOf(inMonths(3))}' ORDER BY id DESC LIMIT 50`);
    const plan = rows.map((row) => Object.values(row)[0]).join('\n');
    const read = (await partitionsOf('access_events')).filter((part) => plan.includes(part));
    expect(read).toEqual([2, 3].map((months) => nameOf('access_events', months)));
  });
});

it('what was on record before there were partitions is in them, as it was', async () => {
  const place = await testDatabase({ migrated: false });
  const database = await place.open();
  const all = await readMigrations();
  await migrate(database, { migrations: all.filter(({ name }) => name < '20261126110300') });
  const matchId = randomUUID();
  const ids = [
    timeId(inMonths(-20).getTime()),
    timeId(now.getTime()),
    timeId(inMonths(4).getTime()),
    randomUUID(),
  ];
  await database.query(`
    INSERT INTO matches (id, status, created_at, number_sealed, number_hint, country, identity_sealed, consent_offered)
    VALUES ('${matchId}', 'requested', now(), '', '01', 'FR', '', false);
    ${ids
      .map(
        (
          id,
        ) => `INSERT INTO match_events (id, match_id, type, at, data) VALUES ('${id}', '${matchId}', 'sent', now(), '{"a": 1}');
          INSERT INTO access_events (id, at, actor_kind, actor_id, action, outcome) VALUES ('${id}', now(), 'key', 'k', 'match.list', 'allowed');`,
      )
      .join('\n')}`);
  const everything = async () =>
    JSON.stringify([
      await database.client.matchEvent.findMany({ orderBy: { id: 'asc' } }),
      await database.client.accessEvent.findMany({ orderBy: { id: 'asc' } }),
      (await database.client.logQueueItem.findMany({ orderBy: { seq: 'asc' } })).map(
        ({ eventId }) => eventId,
      ),
    ]);
  const before = await everything();
  await migrate(database);
  expect(await everything()).toBe(before);
  const { rows } = await database.query<{ part: string }>(
    `SELECT tableoid::regclass::text AS part FROM access_events ORDER BY id`,
  );
  expect(rows.map(({ part }) => part).slice(0, 2)).toEqual(['access_events_first', 'access_events_first']);
  await expect(database.query('DELETE FROM access_events_first')).rejects.toThrow('stays as it is');
  await database.client.$queryRaw`SELECT purge_matches(${[matchId]}::uuid[])`;
  expect(await database.client.matchEvent.count()).toBe(0);
  await place.drop();
});
