import { readFile } from 'node:fs/promises';
import type { Database } from '@dqe-admin/database';
import { accessLine, recordAccesses } from '../../../../test/support/access-lines.js';
import { serverUrl, testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { integrateAll, roundsOn } from '../../../../test/support/evidence-on.js';
import { aMatch, change } from '../../../../test/support/match-store-contract.js';
import { matchesOn } from '../../../../test/support/matches-on.js';

const TABLES = [
  'match_events',
  'access_events',
  'log_entries',
  'log_payloads',
  'log_checkpoints',
  'log_tiles',
  'log_head',
];
const COLUMN: Readonly<Record<string, string>> = {
  log_payloads: 'payload',
  log_tiles: 'hashes',
  log_head: 'origin',
};

/** What is on record and in the log, each table with a row at least. @returns the match */
async function recorded(database: Database): Promise<string> {
  const { store } = matchesOn(database);
  const match = aMatch();
  await store.open(match);
  await store.advance(change.scored(match.id, 'requested'));
  await recordAccesses(database, [accessLine()]);
  await integrateAll(await roundsOn(database));
  return match.id;
}

const everything = async (database: Database): Promise<string> => {
  const rows = await Promise.all(
    TABLES.map((table) =>
      database.query<{ line: string }>(`SELECT t::text AS line FROM ${table} t ORDER BY 1`),
    ),
  );
  return JSON.stringify(rows.map(({ rows: lines }) => lines));
};

describe('what is on record and in the log', () => {
  let place: TestDatabase;
  let database: Database;
  let matchId: string;
  let before: string;
  beforeAll(async () => {
    place = await testDatabase();
    database = await place.open();
    matchId = await recorded(database);
    before = await everything(database);
  });
  afterEach(async () => expect(await everything(database)).toBe(before));
  afterAll(() => place.drop());

  const refused = /stays as it is|only grows|keeps its name|only purge_matches|cannot truncate/;

  it.each(TABLES)('the owner changes, deletes and truncates nothing of %s', async (table) => {
    const column = COLUMN[table] ?? { match_events: 'type', access_events: 'action' }[table] ?? 'size';
    const changed: Readonly<Record<string, string>> = {
      ...{ log_tiles: `hashes = decode(repeat('ff', 32), 'hex')`, log_head: `origin = 'another/log'` },
      ...{ log_entries: `leaf = '{}'`, log_checkpoints: `note = 'x'` },
    };
    await expect(
      database.query(`UPDATE ${table} SET ${changed[table] ?? `${column} = 'x'`}`),
    ).rejects.toThrow(refused);
    await expect(database.query(`DELETE FROM ${table}`)).rejects.toThrow(refused);
    await expect(database.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(refused);
  });

  it('nor by way of the match, nor of what waits', async () => {
    await expect(database.query('DELETE FROM matches')).rejects.toThrow(refused);
    await expect(database.query('TRUNCATE matches CASCADE')).rejects.toThrow(refused);
    await expect(database.query('TRUNCATE log_queue')).rejects.toThrow(refused);
  });

  it('a log does not shrink, forget a key, nor have two checkpoints of a size or an event twice', async () => {
    for (const statement of [
      'UPDATE log_head SET size = size - 1',
      `UPDATE log_head SET root = decode(repeat('00', 32), 'hex')`,
      `UPDATE log_head SET keys = '{}'`,
      `UPDATE log_tiles SET hashes = substring(hashes FOR 32)`,
    ]) {
      await expect(database.query(statement)).rejects.toThrow(refused);
    }
    await expect(
      database.query(
        `INSERT INTO log_checkpoints (size, root, note) SELECT size, sha256('x'), 'forked' FROM log_checkpoints`,
      ),
    ).rejects.toThrow(/log_checkpoints_pkey/);
    await expect(
      database.query(
        `INSERT INTO log_entries (index, source, event_id, leaf)
         SELECT index + 1000, source, event_id, leaf FROM log_entries`,
      ),
    ).rejects.toThrow(/log_entries_event_id_source_key/);
  });

  (serverUrl === undefined ? describe.skip : describe)('and the role of the service', () => {
    let service: Database;
    beforeAll(async () => {
      const roles = await readFile(new URL('../../../../prisma/roles.sql', import.meta.url), 'utf8');
      await database.query(roles);
      await database.query(roles);
      const url = new URL(place.url!);
      url.searchParams.set('options', '-c role=idmobile_service');
      const { openDatabase } = await import('@dqe-admin/database');
      service = await openDatabase({ url: url.href });
      expect((await service.query('SELECT current_user AS name')).rows).toEqual([
        { name: 'idmobile_service' },
      ]);
    });
    afterAll(() => service.close());

    it.each(TABLES)('has no right to change, delete or truncate %s', async (table) => {
      const may = async (right: string) =>
        (await service.query(`SELECT has_table_privilege('${table}', '${right}') AS may`)).rows[0];
      expect(await may('SELECT')).toEqual({ may: true });
      for (const right of ['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) {
        expect([right, await may(right)]).toEqual([right, { may: false }]);
      }
      const grows = ['log_tiles', 'log_head'].includes(table);
      expect(await may('UPDATE')).toEqual({ may: grows });
      expect(await may('INSERT')).toEqual({ may: table !== 'log_head' });
      await expect(service.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
      await expect(service.query(`TRUNCATE ${table}`)).rejects.toThrow('permission denied');
      await expect(service.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`)).rejects.toThrow(
        'must be owner',
      );
    });

    it('reaches partitions by way of their table alone, those that it has made for months to come, too', async () => {
      const { rows: made } = await service.query<{ made: number }>(
        'SELECT made FROM make_event_partitions(5)',
      );
      expect(made).toEqual([{ made: 6 }]);
      const { rows } = await database.query<{ part: string }>(
        `SELECT inhrelid::regclass::text AS part FROM pg_inherits
         WHERE inhparent IN ('match_events'::regclass, 'access_events'::regclass)`,
      );
      expect(rows).toHaveLength(14);
      for (const { part } of rows) {
        await expect(service.query(`SELECT FROM ${part}`)).rejects.toThrow('permission denied');
        await expect(service.query(`DELETE FROM ${part}`)).rejects.toThrow('permission denied');
        await expect(service.query(`ALTER TABLE match_events DETACH PARTITION ${part}`)).rejects.toThrow(
          'must be owner',
        );
      }
      expect((await service.query('SELECT drop_spent_event_partitions() AS dropped')).rows).toEqual([
        { dropped: 0 },
      ]);
      const attach = `SELECT attach_events('match_events', 'mine', 'DEFAULT')`;
      await expect(service.query(attach)).rejects.toThrow(/permission denied|must be owner|does not exist/);
    });

    it('cannot get at events by what a purge is known by', async () => {
      const asIfPurging = (statement: string) =>
        service.client.$transaction(async (tx) => {
          await tx.$executeRaw`SELECT set_config('idmobile.purge', 'on', true)`;
          await tx.$executeRawUnsafe(statement);
        });
      for (const statement of [
        'DELETE FROM matches',
        'DELETE FROM match_events',
        'DELETE FROM log_payloads',
      ]) {
        await expect(asIfPurging(statement)).rejects.toThrow('permission denied');
      }
      await expect(service.query(`SET session_replication_role = 'replica'`)).rejects.toThrow(
        'permission denied',
      );
    });
  });

  it('is about somebody', () => expect(before).toContain(matchId));
});

(serverUrl === undefined ? describe.skip : describe)('a service that does not own its schema', () => {
  it('does all its work: matches, accesses, rounds, purges', async () => {
    const place = await testDatabase();
    const owner = await place.open();
    await owner.query(await readFile(new URL('../../../../prisma/roles.sql', import.meta.url), 'utf8'));
    const url = new URL(place.url!);
    url.searchParams.set('options', '-c role=idmobile_service');
    const { openDatabase } = await import('@dqe-admin/database');
    const service = await openDatabase({ url: url.href });
    const matchId = await recorded(service);
    const leaves = await owner.client.logEntry.count();
    expect(leaves).toBe(5);
    expect(await owner.client.logPayload.count()).toBe(5);
    await service.client.$queryRaw`SELECT purge_matches(${[matchId]}::uuid[])`;
    expect([await owner.client.match.count(), await owner.client.matchEvent.count()]).toEqual([0, 0]);
    expect([await owner.client.logEntry.count(), await owner.client.logPayload.count()]).toEqual([leaves, 2]);
    await service.close();
    await place.drop();
  });
});
