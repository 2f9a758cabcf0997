import { randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';

// What the code would never do, done past it: the database itself refuses.

const HOUR = 3_600_000;
const now = Date.now();
const at = (hours: number) => new Date(now + hours * HOUR).toISOString();

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await testDatabase();
  database = await test.open();
});
afterAll(() => test.drop());
afterEach(() => demand());

type Values = Readonly<Record<string, unknown>>;

async function run(sql: string, values: readonly unknown[] = []): Promise<number> {
  return database.client.$executeRawUnsafe(sql, ...values);
}

/** Values are cast by their column: what is sent is text, a list or null. */
async function insert(table: string, row: Values): Promise<string> {
  const columns = Object.keys(row);
  const record = JSON.stringify(row);
  await run(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${columns.join(', ')} FROM jsonb_populate_record(NULL::${table}, $1::jsonb)`,
    [record],
  );
  return String(row['id']);
}

const update = (id: string, row: Values) => {
  const columns = Object.keys(row).join(', ');
  return run(
    `UPDATE approvals SET (${columns}) = (SELECT ${columns} FROM jsonb_populate_record(NULL::approvals, $1::jsonb))
     WHERE id = $2::uuid`,
    [JSON.stringify(row), id],
  );
};

const asked = (more: Values = {}) =>
  insert('approvals', {
    ...{ id: randomUUID(), kind: 'reveal', target_type: 'match', target_id: randomUUID(), payload: {} },
    ...{ reason_sealed: '\\x00', requested_by_kind: 'person', requested_by_id: 'anna' },
    ...{ requested_at: at(-1), expires_at: at(23) },
    ...more,
  });
const decided = (decision: 'approved' | 'refused', more: Values = {}): Values => ({
  ...{ decision, decided_at: at(0), decided_by_kind: 'person', decided_by_id: 'bob' },
  ...{ decision_reason_sealed: '\\x00', ...more },
});
const approved = async (more: Values = {}) => {
  const id = await asked(more);
  await update(id, decided('approved'));
  return id;
};
const revealed = (more: Values = {}) =>
  insert('reveals', {
    ...{ id: randomUUID(), match_id: randomUUID(), at: at(0), actor_kind: 'person', actor_id: 'anna' },
    ...{ fields: ['number'], reason_sealed: '\\x00', ...more },
  });
const demand = (...kinds: string[]) =>
  run('UPDATE service_settings SET four_eyes = $1::text[], approval_id = NULL', [kinds]);
const usedAt = async (id: string) =>
  (await database.client.approval.findUniqueOrThrow({ where: { id } })).usedAt;

const SECOND = /nobody is the second person to themselves/;
const STAYS = /what was asked for, decided or used stays as it is/;

describe('a decision', () => {
  it('is not the requester’s own', async () => {
    const id = await asked();
    await expect(update(id, decided('approved', { decided_by_id: 'anna' }))).rejects.toThrow(SECOND);
    expect(await update(id, decided('approved'))).toBe(1);
  });

  it('is not the requester’s own by the constraint alone, either', async () => {
    const id = await asked();
    await run('ALTER TABLE approvals DISABLE TRIGGER approvals_guard');
    const own = update(id, decided('approved', { decided_by_id: 'anna' }));
    await expect(own).rejects.toThrow(/approvals_two_persons/);
    await run('ALTER TABLE approvals ENABLE TRIGGER approvals_guard');
  });

  it('is not of whoever made the key that asked, nor the key that made it', async () => {
    const key = (id: string, createdBy: readonly [string, string]) =>
      insert('api_keys', {
        ...{ id, application: 'default', name: 'k', prefix: 'p', key_hash: `\\x${id.replaceAll('-', '')}` },
        ...{ scopes: [], created_at: at(-2), created_by_kind: createdBy[0], created_by_id: createdBy[1] },
      });
    const first = await key(randomUUID(), ['person', 'anna']);
    const second = await key(randomUUID(), ['key', first]);
    for (const each of [first, second]) {
      const id = await asked({ requested_by_kind: 'key', requested_by_id: each });
      await expect(update(id, decided('approved', { decided_by_id: 'anna' }))).rejects.toThrow(SECOND);
      expect(await update(id, decided('approved'))).toBe(1);
    }
  });

  it.each(['key', 'bootstrap', 'anonymous'])('is not taken by a %s', async (kind) => {
    const id = await asked();
    await expect(update(id, decided('approved', { decided_by_kind: kind }))).rejects.toThrow(
      /approvals_decided_by_person/,
    );
  });

  it('is not taken by nobody, nor without a time', async () => {
    const id = await asked();
    await expect(update(id, { decision: 'approved' })).rejects.toThrow(/approvals_decided_whole/);
    await expect(update(id, decided('approved', { decided_at: null }))).rejects.toThrow(
      /approvals_decided_whole/,
    );
    await expect(update(id, decided('approved', { decided_by_id: null }))).rejects.toThrow(
      /approvals_decided_whole/,
    );
  });

  it('is approved or refused, and refused with a reason', async () => {
    const id = await asked();
    await expect(update(id, { ...decided('approved'), decision: 'maybe' })).rejects.toThrow(
      /approvals_decision"/,
    );
    await expect(update(id, decided('refused', { decision_reason_sealed: null }))).rejects.toThrow(
      /approvals_decision_reason/,
    );
    expect(await update(id, decided('refused'))).toBe(1);
  });

  it('is not late, whatever time it claims', async () => {
    const late = await asked();
    await expect(update(late, decided('approved', { decided_at: at(23) }))).rejects.toThrow(
      /approvals_decided_in_time/,
    );
    const over = await asked({ requested_at: at(-48), expires_at: at(-24) });
    await expect(update(over, decided('approved', { decided_at: at(-30) }))).rejects.toThrow(/has expired/);
  });

  it.each(['approved', 'refused'] as const)('%s stays', async (decision) => {
    const id = await asked();
    await update(id, decided(decision));
    const other = decision === 'approved' ? 'refused' : 'approved';
    for (const change of [
      decided(other),
      decided(decision, { decided_by_id: 'carl' }),
      decided(decision, { decided_at: at(1) }),
      { decision: null, decided_at: null, decided_by_kind: null, decided_by_id: null },
      { decision_reason_sealed: '\\x01' },
    ]) {
      await expect(update(id, change)).rejects.toThrow(STAYS);
    }
  });

  it('is not there from the beginning', async () => {
    await expect(asked(decided('approved'))).rejects.toThrow(/begins undecided/);
    await expect(asked({ used_at: at(0) })).rejects.toThrow(/begins undecided/);
  });
});

describe('what was asked for', () => {
  it.each([
    ['kind', 'erasure'],
    ['target_id', 'other'],
    ['target_type', 'subject'],
    ['payload', { fields: ['email'] }],
    ['requested_by_id', 'carl'],
    ['expires_at', at(100)],
    ['reason_sealed', '\\x01'],
    ['subject_id', randomUUID()],
  ])('stays: %s', async (column, value) => {
    const id = await asked();
    await expect(update(id, { [column]: value })).rejects.toThrow(STAYS);
  });

  it('is of a kind there is, by somebody who is let in, and ends after it begins', async () => {
    await expect(asked({ kind: 'coffee' })).rejects.toThrow(/approvals_kind/);
    await expect(asked({ requested_by_kind: 'anonymous' })).rejects.toThrow(/approvals_requested_by/);
    await expect(asked({ expires_at: at(-1) })).rejects.toThrow(/approvals_expires/);
    await expect(asked({ payload: [] })).rejects.toThrow(/approvals_payload/);
  });

  it('is open once', async () => {
    const same = { target_id: randomUUID() };
    const first = await asked(same);
    await expect(asked(same)).rejects.toThrow(/approvals_open_key|already exists/);
    await asked({ ...same, requested_by_id: 'carl' });
    await asked({ ...same, payload: { fields: ['email'] } });
    await update(first, decided('refused'));
    await asked(same);
  });

  it('has not lapsed before its time, and does not come back', async () => {
    const id = await asked();
    await expect(update(id, { lapsed_at: at(0) })).rejects.toThrow(/approvals_lapsed/);
    const over = await asked({ requested_at: at(-48), expires_at: at(-24) });
    expect(await update(over, { lapsed_at: at(0) })).toBe(1);
    await expect(update(over, { lapsed_at: null })).rejects.toThrow(STAYS);
  });

  it('is never deleted, decided or not', async () => {
    for (const id of [await asked(), await approved()]) {
      await expect(run('DELETE FROM approvals WHERE id = $1::uuid', [id])).rejects.toThrow(/stays as it is/);
    }
    await expect(run('TRUNCATE approvals CASCADE')).rejects.toThrow(/stays as it is/);
  });
});

describe('the use', () => {
  it('takes an approval that was given', async () => {
    const [pending, refused] = [await asked(), await asked()];
    await update(refused, decided('refused'));
    for (const id of [pending, refused])
      await expect(update(id, { used_at: at(0) })).rejects.toThrow(/approvals_used/);
  });

  it('is not late, and stays', async () => {
    const id = await approved();
    await expect(update(id, { used_at: at(23) })).rejects.toThrow(/approvals_used/);
    await update(id, { used_at: at(1) });
    await expect(update(id, { used_at: at(2) })).rejects.toThrow(STAYS);
    await expect(update(id, { used_at: null })).rejects.toThrow(STAYS);
  });
});

describe('where a second person is demanded, an act', () => {
  beforeEach(() => demand('reveal'));

  it('without an approval is refused; of another kind, it is not demanded', async () => {
    await expect(revealed()).rejects.toThrow(/takes a second person/);
    await demand('erasure', 'verdict');
    await revealed();
  });

  it('takes its approval, once', async () => {
    const match = randomUUID();
    const payload = { fields: ['number'] };
    const approval = await approved({ target_id: match, payload });
    await revealed({ match_id: match, approval_id: approval });
    expect((await usedAt(approval))?.toISOString()).toBe(at(0));
    await expect(revealed({ match_id: match, approval_id: approval })).rejects.toThrow(/may be used/);
  });

  it('takes it once, of many at the same time', async () => {
    const match = randomUUID();
    const approval = await approved({ target_id: match, payload: { fields: ['number'] } });
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => revealed({ match_id: match, approval_id: approval })),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await database.client.reveal.count({ where: { matchId: match } })).toBe(1);
  });

  it('is refused with one that is pending, refused, expired, or there is none of', async () => {
    const match = randomUUID();
    const terms = { target_id: match, payload: { fields: ['number'] } };
    const refused = await asked(terms);
    await update(refused, decided('refused'));
    const pending = await asked(terms);
    const other = await approved({
      ...terms,
      requested_by_id: 'anna',
      payload: { fields: ['number'], n: 1 },
    });
    for (const approval of [pending, refused]) {
      await expect(revealed({ match_id: match, approval_id: approval })).rejects.toThrow(/may be used/);
    }
    await expect(revealed({ match_id: match, approval_id: randomUUID() })).rejects.toThrow(/fkey/);
    await expect(revealed({ match_id: match, approval_id: other, at: at(23) })).rejects.toThrow(
      /may be used/,
    );
    expect(await usedAt(other)).toBeNull();
  });

  it.each<[string, Values, Values]>([
    ['match', {}, { match_id: randomUUID() }],
    ['person', {}, { actor_id: 'carl' }],
    ['kind of actor', {}, { actor_kind: 'key' }],
    ['field', {}, { fields: ['number', 'email'] }],
    ['kind', { kind: 'erasure' }, {}],
  ])('is refused with one for another %s', async (_what, ask, act) => {
    const match = randomUUID();
    const approval = await approved({ target_id: match, payload: { fields: ['number'] }, ...ask });
    await expect(revealed({ match_id: match, approval_id: approval, ...act })).rejects.toThrow(/may be used/);
    expect(await usedAt(approval)).toBeNull();
  });

  it('that was on record stays on record', async () => {
    await demand();
    const id = await revealed();
    await expect(run(`UPDATE reveals SET actor_id = 'bob' WHERE id = $1::uuid`, [id])).rejects.toThrow(
      /stays as it is/,
    );
    await expect(run('DELETE FROM reveals WHERE id = $1::uuid', [id])).rejects.toThrow(/stays as it is/);
    await expect(run('TRUNCATE reveals')).rejects.toThrow(/stays as it is/);
  });
});
