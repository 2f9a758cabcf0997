import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Database } from '@dqe-admin/database';
import { DEFAULT_POLICY, type MatchPolicy } from 'nestjs-dqe-idmobile';
import { accessLine } from '../../../../test/support/access-lines.js';
import { serverUrl, testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { PolicyChangedError } from './policy-errors.js';
import { PrismaPolicies } from './prisma-policies.js';

// What the code would never do, done past it: the database itself refuses.

const ANNA = { kind: 'person', id: 'anna' } as const;
const REASON = Buffer.from('sealed');
const STAYS = /stays as it is/;

let test: TestDatabase;
let database: Database;
let policies: PrismaPolicies;
beforeAll(async () => {
  test = await testDatabase();
  database = await test.open();
  policies = new PrismaPolicies({ client: database.client } as PrismaDatabase);
});
afterAll(() => test.drop());
afterEach(() => demand());

const run = (sql: string, ...values: readonly unknown[]) => database.client.$executeRawUnsafe(sql, ...values);
const demand = (...kinds: string[]) =>
  run('UPDATE service_settings SET four_eyes = $1::text[], approval_id = NULL', kinds);
const draft = async (name = 'default', more: Partial<MatchPolicy> = {}) => {
  const { minimumDecisive, fields } = { ...DEFAULT_POLICY, ...more };
  const id = randomUUID();
  const version = await policies.create(
    {
      ...{ id, rules: { name, minimumDecisive, fields }, noteSealed: null },
      ...{ createdAt: new Date(), createdBy: ANNA },
    },
    accessLine(),
  );
  return { id, version };
};
const publish = async (policyId: string, approvalId: string | null = null, replaces?: string) =>
  policies.publish(
    {
      ...{ id: randomUUID(), policyId, at: new Date(), by: ANNA, reasonSealed: REASON, approvalId },
      replaces: replaces ?? (await policies.active()).id,
    },
    accessLine(),
  );
const approved = async (target: string, payload: object, kind = 'policy') => {
  const id = randomUUID();
  await run(
    `INSERT INTO approvals (id, kind, target_type, target_id, payload, reason_sealed, requested_at, requested_by_kind,
       requested_by_id, expires_at)
     VALUES ($1::uuid, $2, 'policy', $3, $4::jsonb, '\\x00', now(), 'person', 'anna', now() + interval '1 hour')`,
    ...[id, kind, target, JSON.stringify(payload)],
  );
  await run(
    `UPDATE approvals SET decision = 'approved', decided_at = now(), decided_by_kind = 'person', decided_by_id = 'bob'
     WHERE id = $1::uuid`,
    id,
  );
  return id;
};
const lines = async () => database.client.accessEvent.count();

it('the policy that came with the service is the library’s default, and in force', async () => {
  expect(await policies.active()).toMatchObject({
    ...{ policy: DEFAULT_POLICY, state: 'active', publication: { replaces: null, reasonSealed: null } },
  });
});

describe('a policy', () => {
  it('gets the next version of its name', async () => {
    const name = `n-${randomUUID().slice(0, 8)}`;
    expect([(await draft(name)).version, (await draft(name)).version]).toEqual(['1', '2']);
    expect((await draft('default')).version).toBe('2');
  });

  it('is never two of one name and version, however many are written at once', async () => {
    const name = `n-${randomUUID().slice(0, 8)}`;
    const versions = await Promise.all(Array.from({ length: 8 }, () => draft(name)));
    const given = versions.flatMap(({ version }) => (version === null ? [] : [Number(version)]));
    expect(given.sort((a, b) => a - b)).toEqual(given.map((_, i) => i + 1));
    const again = run(
      `INSERT INTO policies (id, name, version, minimum_decisive, fields, created_at, created_by_kind, created_by_id)
       VALUES (gen_random_uuid(), $1, '1', 1, '{}', now(), 'person', 'anna')`,
      name,
    );
    await expect(again).rejects.toThrow(/policies_name_version_key|already exists|Unique/i);
  });

  it('that is not written leaves no line on record', async () => {
    const before = await lines();
    await expect(draft('Not A Name')).rejects.toThrow(/policies_name/);
    expect(await lines()).toBe(before);
  });

  it('stays as it is, and so does that it was in force', async () => {
    const { id } = await draft();
    await publish(id);
    for (const statement of [
      `UPDATE policies SET fields = '{}'`,
      `UPDATE policies SET version = '9'`,
      'DELETE FROM policies',
      'TRUNCATE policies CASCADE',
      'UPDATE policy_publications SET at = now()',
      'DELETE FROM policy_publications',
      'TRUNCATE policy_publications',
    ]) {
      await expect(run(statement)).rejects.toThrow(STAYS);
    }
  });
});

describe('to put one into force', () => {
  it('retires the one that was, which may come back', async () => {
    const [one, other] = [await draft(), await draft()];
    const states = async () => [(await policies.find(one.id))?.state, (await policies.find(other.id))?.state];
    expect(await states()).toEqual(['draft', 'draft']);
    await publish(one.id);
    expect(await states()).toEqual(['active', 'draft']);
    await publish(other.id);
    expect(await states()).toEqual(['retired', 'active']);
    await publish(one.id);
    expect(await states()).toEqual(['active', 'retired']);
    expect((await policies.active()).publication).toMatchObject({ replaces: other.id, by: ANNA });
    expect((await policies.page({ state: 'active' }, 10, null)).map(({ id }) => id)).toEqual([one.id]);
  });

  it('is refused where another was put into force meanwhile, and leaves no line', async () => {
    const [one, other] = [await draft(), await draft()];
    const { id: before } = await policies.active();
    await publish(one.id);
    const count = await lines();
    await expect(publish(other.id, null, before)).rejects.toBeInstanceOf(PolicyChangedError);
    expect(await lines()).toBe(count);
  });

  it('does not happen without its line on record', async () => {
    const { id } = await draft();
    await run('ALTER TABLE access_events RENAME TO away');
    await expect(
      publish(id).finally(() => run('ALTER TABLE away RENAME TO access_events')),
    ).rejects.toThrow();
    expect((await policies.find(id))?.state).toBe('draft');
  });

  it('of many at once, all in place of the same, is done by one', async () => {
    const drafts = await Promise.all(Array.from({ length: 6 }, () => draft(`n-${randomUUID().slice(0, 8)}`)));
    const { id: replaces } = await policies.active();
    const all = await Promise.allSettled(drafts.map(({ id }) => publish(id, null, replaces)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const places = await database.client.policyPublication.findMany({ orderBy: { place: 'asc' } });
    expect(places.map(({ place }) => place)).toEqual(places.map((_, i) => i + 1));
  });

  it('is nothing for one that is in force, or that there is none of', async () => {
    const { id } = await policies.active();
    await expect(publish(id)).rejects.toThrow(/policy_publications_other/);
    await expect(publish(randomUUID())).rejects.toThrow(/policy_publications_policy_id_fkey|Foreign key/i);
  });

  it('is not done by itself', async () => {
    const { id } = await draft();
    const { id: active } = await policies.active();
    const byItself = run(
      `INSERT INTO policy_publications (id, policy_id, replaces, at, actor_kind, actor_id, reason_sealed)
       VALUES (gen_random_uuid(), $1::uuid, $2::uuid, now(), 'service', 'x', '\\x00')`,
      ...[id, active],
    );
    await expect(byItself).rejects.toThrow(/policy_publications_first/);
  });
});

describe('where a second person is demanded, to put one into force', () => {
  beforeEach(() => demand('policy'));

  it('without an approval is refused', async () => {
    const { id } = await draft();
    await expect(publish(id)).rejects.toThrow(/takes a second person/);
    expect((await policies.find(id))?.state).toBe('draft');
  });

  it('takes the approval of exactly this policy in place of exactly that one, once', async () => {
    const [one, other] = [await draft(), await draft()];
    const { id: replaces } = await policies.active();
    const approval = await approved(one.id, { replaces });
    await expect(publish(other.id, approval)).rejects.toThrow(/no such approval/);
    await publish(one.id, approval);
    expect((await policies.active()).publication?.approvalId).toBe(approval);
    await demand();
    await publish(other.id);
    await demand('policy');
    await expect(publish(one.id, approval)).rejects.toThrow(/no such approval/);
  });

  it('is refused with an approval for another place, or another kind', async () => {
    const { id } = await draft();
    const elsewhere = await approved(id, { replaces: randomUUID() });
    await expect(publish(id, elsewhere)).rejects.toThrow(/no such approval/);
    const { id: replaces } = await policies.active();
    const retention = await approved(id, { replaces }, 'retention');
    await expect(publish(id, retention)).rejects.toThrow(/no such approval/);
  });
});

(serverUrl === undefined ? it.skip : it)('the role of the service only adds to them', async () => {
  await database.query(await readFile(new URL('../../../../prisma/roles.sql', import.meta.url), 'utf8'));
  const may = async (table: string, right: string) =>
    (
      await database.query<{ may: boolean }>(
        `SELECT has_table_privilege('idmobile_service', '${table}', '${right}') AS may`,
      )
    ).rows[0]?.may;
  for (const table of ['policies', 'policy_publications']) {
    expect(await may(table, 'INSERT')).toBe(true);
    for (const right of ['UPDATE', 'DELETE', 'TRUNCATE'])
      expect([right, await may(table, right)]).toEqual([right, false]);
  }
});
