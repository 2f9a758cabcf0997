import type { Database, Prisma } from '@dqe-admin/database';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { aMatch, change } from '../../../../test/support/match-store-contract.js';
import { matchesOn } from '../../../../test/support/matches-on.js';
import { plansOf } from '../../../../test/support/plans-of.js';
import { PrismaAccessReader } from '../audit/prisma-access-reader.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { advanced, openForKnown, openForNew } from './prisma-match-statements.js';

const MATCHES = 4_000;

/** What is done all the time takes as long with many matches as with few: small tables are where a planner reads all of them. */
describe('with thousands of people asked for their consent, nothing reads all of them', () => {
  let place: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    place = await testDatabase();
    database = await place.open();
    const { store } = matchesOn(database);
    const { id } = aMatch();
    await store.open(aMatch({ id }));
    await store.advance(change.consent_pending(id));
    await database.query(`
      INSERT INTO matches
      SELECT
        (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'actor_kind', 'key', 'actor_id', 'k1'))).*
      FROM matches m, generate_series(1, ${MATCHES}) WHERE m.id = '${id}'`);
    await database.query(`
      INSERT INTO consent_sessions
      SELECT (jsonb_populate_record(s, jsonb_build_object('match_id', m.id, 'state_hash', sha256(m.id::text::bytea)))).*
      FROM consent_sessions s, matches m WHERE s.match_id = '${id}' AND m.id <> s.match_id`);
    await database.query(`
      INSERT INTO subjects (id, number_index, created_at)
      SELECT gen_random_uuid(), sha256(i::text::bytea), now() FROM generate_series(1, ${MATCHES}) i`);
    await database.query('ANALYZE');
  });
  afterAll(() => place.drop());

  /** In any order, or along an index without a condition on it. */
  const READ_WHOLE = new RegExp(
    ['Seq Scan on', String.raw`Scan (?:Backward )?using \w+ on`]
      .map((scan) => String.raw`${scan} (?:matches|consent_sessions|subjects)\b.*\n(?!\s+Index Cond).*`)
      .join('|'),
  );
  const planOf = (statement: Prisma.Sql) => plansOf(database, (client) => client.$queryRaw(statement));

  it.each([
    ['opens a match of somebody known', () => planOf(openForKnown('[]', true))],
    ['opens a match of somebody new', () => planOf(openForNew('[]', true))],
    ['moves a match on', () => planOf(advanced('[]'))],
    ['looks for what nobody goes on with', () => plansOf(database, sweep)],
    ['tells what a person did', () => plansOf(database, accesses)],
  ])('when it %s', async (_, plan) => {
    const text = await plan();
    expect(text).toContain('Index');
    expect(READ_WHOLE.exec(text)?.[0]).toBeUndefined();
  });

  const accesses = (client: Database['client']) =>
    new PrismaAccessReader({ client } as PrismaDatabase).page(
      { actor: { kind: 'person', id: 'ada' }, within: null },
      50,
      null,
    );
  const sweep = (client: Database['client']) => matchesOn({ client }).store.stranded(new Date());
});
