import { randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { DEFAULT_POLICY, evaluate, systemClock } from 'nestjs-dqe-idmobile';
import { v7 as uuidv7 } from 'uuid';
import { accessLine } from '../../../../../test/support/access-lines.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import type { PrismaDatabase } from '../../persistence/prisma-database.js';
import { PrismaPolicies } from '../prisma-policies.js';
import type { BacktestRoom } from './backtest-record.js';
import { backtestViewOf } from './backtest.view.js';
import { BacktestRunner } from './backtest-runner.js';
import { PrismaBacktests } from './prisma-backtests.js';

const ANNA = { kind: 'person', id: 'anna' } as const;
const FROM = new Date('2026-03-01T00:00:00Z');
const TO = new Date('2026-04-01T00:00:00Z');
const DAY = 86_400_000;
const OPERATORS = ['Orange', 'SFR', null];
const APPLICATIONS = ['shop', 'bank'];
const STEPS = [0, 0.55, 0.7, 0.9, 1, null];

let test: TestDatabase;
let database: Database;
let policies: PrismaPolicies;
let backtests: PrismaBacktests;
let runner: BacktestRunner;
let policyId: string;
beforeAll(async () => {
  test = await testDatabase();
  database = await test.open();
  const prisma = { client: database.client } as PrismaDatabase;
  policies = new PrismaPolicies(prisma);
  backtests = new PrismaBacktests(prisma);
  runner = new BacktestRunner(backtests, policies, systemClock);
  policyId = randomUUID();
  const rules = { name: 'strict', minimumDecisive: 3, fields: DEFAULT_POLICY.fields };
  await policies.create(
    { ...{ id: policyId, rules, noteSealed: null }, ...{ createdAt: new Date(), createdBy: ANNA } },
    accessLine(),
  );
  await scoredMatches(matches);
});
afterAll(() => test.drop());

/** Two of the month before, 240 of the month, two of the next; and one of the month that has no scores. */
const matches = Array.from({ length: 244 }, (_, i) => {
  const at =
    i < 2
      ? new Date(FROM.getTime() - DAY)
      : new Date(FROM.getTime() + ((i - 2) / 240) * (TO.getTime() - FROM.getTime()));
  const pick = (shift: number) => STEPS[(i * 7 + shift * 5) % STEPS.length] ?? null;
  const scores = {
    ...{ familyName: pick(0), givenName: pick(1), birthDate: pick(2), gender: null, email: pick(3) },
    address: { country: null, postalCode: null, streetAddress: null, locality: null },
  };
  return {
    ...{ id: uuidv7({ msecs: at.getTime() }), created_at: at.toISOString(), scores },
    ...{ operator: OPERATORS[i % 3] ?? null, application: APPLICATIONS[i % 2] ?? 'shop' },
    verdict: evaluate(scores, DEFAULT_POLICY).result,
  };
});
const inPeriod = matches.slice(2, 242);

async function scoredMatches(rows: readonly object[]): Promise<void> {
  await database.client.$executeRawUnsafe(
    `INSERT INTO matches (id, status, created_at, settled_at, number_sealed, number_hint, country, identity_sealed,
       consent_offered, operator, application, scores, verdict, verdict_policy, verdict_reasons)
     SELECT r.id, 'scored', r.created_at, r.created_at, '\\x00', '01', 'FR', '\\x00', false, r.operator, r.application,
       r.scores, r.verdict::verdict_result, 'default@1', '[]'
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, created_at timestamptz, scores jsonb, operator text,
       application text, verdict text)`,
    JSON.stringify(rows),
  );
  await database.client.$executeRawUnsafe(
    `INSERT INTO matches (id, status, created_at, number_sealed, number_hint, country, identity_sealed, consent_offered)
     VALUES ($1::uuid, 'requested', $2::timestamptz, '\\x00', '01', 'FR', '\\x00', false)`,
    ...[uuidv7({ msecs: FROM.getTime() + DAY }), new Date(FROM.getTime() + DAY).toISOString()],
  );
}

async function begin(
  application: string | null = null,
  room: BacktestRoom = { inAll: 100, ofOne: 100 },
  requesterApplication = 'default',
) {
  const { id: activeId } = await policies.active();
  const id = uuidv7();
  const made = await backtests.create(
    {
      ...{
        id,
        policyId,
        activeId,
        application,
        from: FROM,
        to: TO,
        requestedAt: new Date(),
        requestedBy: ANNA,
      },
      ...{ requesterApplication, requestId: 'r1' },
    },
    room,
    accessLine(),
  );
  return made === null ? null : id;
}
const begun = async (application: string | null = null) => (await begin(application)) ?? '';
const run = async (id: string, slice = 17) => {
  let steps = 0;
  while (await runner.step(id, slice)) steps += 1;
  return steps;
};
const shown = async (id: string) => {
  const found = await backtests.find(id, null);
  if (found === null) throw new Error('there is no such back-test');
  return backtestViewOf(found);
};
/** The same, by hand. */
const expected = (rows: typeof inPeriod) => {
  const strict = { ...DEFAULT_POLICY, name: 'strict', minimumDecisive: 3 };
  const judged = rows.map((row) => ({ ...row, to: evaluate(row.scores, strict).result }));
  const changed = judged.filter(({ verdict, to }) => verdict !== to).length;
  return { judged, changed };
};

it('judges every scored match of the period, and no other, and counts what changes', async () => {
  const id = await begun();
  expect(await shown(id)).toMatchObject({
    state: 'queued',
    progress: { done: 0, total: null },
    startedAt: null,
  });
  await run(id);
  const { judged, changed } = expected(inPeriod);
  const view = await shown(id);
  expect(view).toMatchObject({
    ...{ state: 'completed', progress: { done: 240, total: 240 }, matches: 240, failure: null },
    record: { changed, share: changed / 240 },
    active: { changed },
  });
  expect(changed).toBeGreaterThan(10);
  for (const { from, to, count, sample } of view.record.cells) {
    const these = judged.filter((row) => row.verdict === from && row.to === to);
    expect(count).toBe(these.length);
    // The newest of them.
    expect(sample).toEqual(
      these
        .map((row) => row.id)
        .reverse()
        .slice(0, 20),
    );
  }
  expect(view.operators.map(({ operator, matches: count }) => [operator, count])).toEqual(
    expect.arrayContaining(OPERATORS.map((operator) => [operator, 80])),
  );
});

it('of one application judges that one’s', async () => {
  const id = await begun('bank');
  await run(id);
  const bank = inPeriod.filter(({ application }) => application === 'bank');
  expect(await shown(id)).toMatchObject({
    application: 'bank',
    matches: 120,
    record: { changed: expected(bank).changed },
  });
  expect(await backtests.find(id, 'shop')).toBeNull();
  expect(await backtests.find(id, 'bank')).not.toBeNull();
});

it('goes on after it was interrupted, and counts nothing twice', async () => {
  const [id, whole] = [await begun(), await begun()];
  for (let step = 0; step < 5; step += 1) await runner.step(id, 17);
  expect(await shown(id)).toMatchObject({ state: 'running', progress: { done: 68, total: 240 } });
  // Another process, of another release that takes larger slices.
  await run(id, 100);
  await run(whole, 1_000);
  const { record, active, operators } = await shown(id);
  expect({ record, active, operators }).toEqual(
    await shown(whole).then((one) => ({ record: one.record, active: one.active, operators: one.operators })),
  );
});

it('of many who go on with it at once, each match is counted by one', async () => {
  const id = await begun();
  for (let round = 0; (await shown(id)).state !== 'completed' && round < 100; round += 1) {
    await Promise.all([1, 2, 3, 4].map(() => runner.step(id, 23)));
  }
  expect(await shown(id)).toMatchObject({ state: 'completed', matches: 240, progress: { done: 240 } });
  const ends = await database.client.accessEvent.count({ where: { action: 'backtest.end', targetId: id } });
  expect(ends).toBe(1);
});

it('that was cancelled goes no further, and stays as it is', async () => {
  const id = await begun();
  for (let step = 0; step < 3; step += 1) await runner.step(id, 17);
  expect(await backtests.end(id, 'cancelled', new Date(), null, accessLine())).toBe(true);
  expect(await runner.step(id)).toBe(false);
  expect(await shown(id)).toMatchObject({ state: 'cancelled', progress: { done: 34, total: 240 } });
  expect(await backtests.end(id, 'cancelled', new Date(), null, accessLine())).toBe(false);
  const change = database.client.$executeRawUnsafe(`UPDATE policy_backtests SET done = 1 WHERE id = '${id}'`);
  await expect(change).rejects.toThrow(/stays as it is/);
  await expect(database.client.$executeRawUnsafe('DELETE FROM policy_backtests')).rejects.toThrow(
    /stays as it is/,
  );
});

it('that cannot go on is given up, with a code', async () => {
  const id = await begun();
  await runner.giveUp(id, 'internal_error');
  expect(await shown(id)).toMatchObject({ state: 'failed', failure: 'internal_error' });
  expect(await runner.step(id)).toBe(false);
});

it('leaves room for those of other applications, however many one asks for at once', async () => {
  await database.client.policyBacktest.updateMany({
    ...{ where: { endedAt: null }, data: { state: 'cancelled', endedAt: new Date() } },
  });
  const room = { inAll: 4, ofOne: 2 };
  const of = (application: string, times: number) =>
    Promise.all(Array.from({ length: times }, () => begin(null, room, application)));
  const came = (made: readonly (string | null)[]) => made.filter((id) => id !== null);
  const shop = came(await of('shop', 6));
  expect(shop).toHaveLength(2);
  expect(came(await of('bank', 1))).toHaveLength(1);
  expect(came(await of('shop', 1))).toHaveLength(0);
  await backtests.end(shop[0]!, 'cancelled', new Date(), null, accessLine());
  expect(came(await of('shop', 3))).toHaveLength(1);
  expect(came(await of('bank', 2))).toHaveLength(1);
  expect(came(await of('third', 1))).toHaveLength(0);
});

it('is one of so many under way', async () => {
  const open = await database.client.policyBacktest.count({
    where: { state: { in: ['queued', 'running'] } },
  });
  const made = await Promise.all(
    Array.from({ length: 6 }, () => begin(null, { inAll: open + 2, ofOne: 100 })),
  );
  expect(made.filter((one) => one !== null)).toHaveLength(2);
  const abandoned = await backtests.abandoned(new Date(Date.now() + 1_000));
  expect(abandoned).toEqual(expect.arrayContaining(made.filter((one) => one !== null)));
  expect(await backtests.abandoned(new Date(Date.now() - 60_000))).toEqual([]);
  for (const id of abandoned) await backtests.end(id, 'cancelled', new Date(), null, accessLine());
});
