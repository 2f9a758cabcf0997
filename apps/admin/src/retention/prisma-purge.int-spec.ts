import { randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import type { SubjectKeys } from 'sealed-fields';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { Access } from '../access/access.js';
import { timeId } from '../access/time-id.js';
import type { ApprovalsService } from '../approvals/approvals.service.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { PrismaPurge } from './prisma-purge.js';
import { PrismaRetentionRules } from './prisma-retention-rules.js';
import { PrismaRetentionRuns } from './prisma-retention-runs.js';
import { RetentionRulesService } from './retention-rules.service.js';
import { RetentionRunsService } from './retention-runs.service.js';

const DAY_MS = 86_400_000;
const START = Date.parse('2030-06-01T12:00:00Z');
let now = START;
const clock = { now: () => now, sleep: () => Promise.resolve() };
const PERSON = {
  ...({ kind: 'person', id: 'anna', label: '', application: 'default', roles: [] } as const),
  permissions: new Set<never>(),
};
const access = () =>
  new Access(PERSON, { permission: 'settings:manage', action: 'retention.change' }, 'r', clock);

/** Nothing takes a second person. */
const approvals = {
  admit: () => Promise.resolve({ granted: true, approvalId: null }),
} as unknown as ApprovalsService;

let test: TestDatabase;
let database: Database;
let runs: PrismaRetentionRuns;
let rules: RetentionRulesService;
const revoked: string[] = [];
const purge = (client: Pick<Database['client'], '$transaction'> = database.client) =>
  new PrismaPurge(
    { client } as PrismaDatabase,
    { revoke: (subject: string) => void revoked.push(subject) } as unknown as SubjectKeys,
    clock,
  );
beforeEach(async () => {
  now = START;
  revoked.length = 0;
  test = await testDatabase();
  database = await test.open();
  runs = new PrismaRetentionRuns({ client: database.client } as PrismaDatabase);
  rules = new RetentionRulesService(
    new PrismaRetentionRules({ client: database.client } as PrismaDatabase),
    approvals,
    clock,
  );
  await rules.put(
    { application: null, purpose: null, clock: 'settlement', days: 10, duty: false, ground: 'contract' },
    undefined,
    access(),
  );
});
afterEach(() => test.drop());

const person = async () => {
  const id = randomUUID();
  await database.client.subject.create({ data: { id, createdAt: new Date(START - 90 * DAY_MS) } });
  return id;
};
const NOTHING = new Uint8Array([0]);
async function match(
  subjectId: string | null,
  daysAgo: number,
  status: 'scored' | 'requested' = 'scored',
): Promise<string> {
  const at = new Date(START - daysAgo * DAY_MS);
  const id = timeId(at.getTime());
  await database.client.match.create({
    data: {
      ...{ id, subjectId, status, createdAt: at, settledAt: status === 'scored' ? at : null, country: 'FR' },
      ...{ numberSealed: NOTHING, identitySealed: NOTHING, numberHint: '01', consentOffered: false },
      ...{ actorKind: 'key', actorId: 'k', application: 'default' },
    },
  });
  return id;
}
const begin = async (dryRun: boolean) => {
  const id = timeId(now);
  const run = { id, dryRun, startedAt: new Date(now) };
  return (await runs.start(run, { kind: 'person', id: 'anna' }, null, access().event('allowed'))).id;
};
const report = async (id: string) => (await runs.find(id))!.report;
async function finish(id: string, by = purge(), batch = 3): Promise<void> {
  while (await by.step(id, batch));
}

async function holdOf(subjectId: string, matchId: string | null): Promise<string> {
  const by = { createdByKind: 'person', createdById: 'anna', createdAt: new Date(START) };
  const id = timeId(now);
  await database.client.legalHold.create({
    data: { ...by, id, subjectId, matchId, reasonSealed: NOTHING, disclose: true },
  });
  return id;
}

/** Three persons: one whose matches are all over, one who keeps some, one with an old match that has not ended. */
async function people() {
  const [gone, stays, waits] = [await person(), await person(), await person()];
  // In the order of time: ids of one millisecond are greater than those before.
  for (let day = 40; day > 10; day -= 1) await match(day % 2 === 0 ? gone : stays, day);
  const open = await match(waits, 9.5, 'requested');
  const young = await match(stays, 2);
  return { gone, stays, waits, open, young };
}

it('a dry run counts what the run after it does, batch by batch', async () => {
  const { gone, open, young } = await people();
  const [dry, real] = [await begin(true), await begin(false)];
  await finish(dry);
  expect(await database.client.match.count()).toBe(32);
  await finish(real, purge(), 7);
  expect(await report(dry)).toMatchObject({ purged: 30, subjectsErased: 1 });
  expect(await report(real)).toEqual(await report(dry));
  const left = await database.client.match.findMany({ select: { id: true } });
  expect(left.map(({ id }) => id).sort()).toEqual([open, young].sort());
  expect(revoked).toEqual([gone]);
  expect((await runs.find(real))!.state).toBe('completed');
});

it('keeps what reports tell of the matches it purges, as counts', async () => {
  await people();
  await finish(await begin(false), purge(), 7);
  const kept = await database.client.reportOutcome.groupBy({
    by: ['kept', 'status'],
    _sum: { matches: true },
  });
  expect(kept).toEqual([{ kept: true, status: 'scored', _sum: { matches: 30 } }]);
});

it('goes on where a process that died left off, and counts nothing twice', async () => {
  await people();
  const id = await begin(false);
  const first = purge();
  await first.step(id, 4);
  await first.step(id, 4);
  expect(await report(id)).toMatchObject({ examined: 8, purged: 8 });
  expect(await runs.unfinished()).toEqual([id]);
  await finish(id);
  expect(await report(id)).toMatchObject({ examined: 30, purged: 30, subjectsErased: 1 });
  expect(await runs.unfinished()).toEqual([]);
  await finish(id);
  expect(await report(id)).toMatchObject({ purged: 30 });
});

it('two instances share a run, and two runs share the matches', async () => {
  await people();
  const [one, other] = [await begin(false), await begin(false)];
  await Promise.all([finish(one), finish(one), finish(other), finish(other, purge(), 5)]);
  const [a, b] = [await report(one), await report(other)];
  expect([a.purged + b.purged, a.subjectsErased + b.subjectsErased]).toEqual([30, 1]);
  expect(await database.client.match.count()).toBe(2);
  // Who asked is on record once for each.
  expect(await database.client.accessEvent.count({ where: { action: 'match.create' } })).toBe(30);
});

it('a batch that fails leaves everything as it was', async () => {
  await people();
  const id = await begin(false);
  await database.query('ALTER TABLE webhook_deliveries RENAME TO away');
  await expect(purge().step(id, 4)).rejects.toThrow();
  await database.query('ALTER TABLE away RENAME TO webhook_deliveries');
  expect([await database.client.match.count(), (await report(id)).purged]).toEqual([32, 0]);
});

it('leaves a person alone who has just come, who is held, or whose relationship goes on', async () => {
  const [held, customer, former] = [await person(), await person(), await person()];
  const fresh = randomUUID();
  await database.client.subject.create({ data: { id: fresh, createdAt: new Date(START - 3_600_000) } });
  await holdOf(held, null);
  const said = { application: '*', changedAt: new Date(START), changedByKind: 'person', changedById: 'anna' };
  await database.client.relationship.create({ data: { ...said, id: timeId(now), subjectId: customer } });
  await database.client.relationship.create({
    data: { ...said, id: timeId(now), subjectId: former, endedAt: new Date(START - DAY_MS) },
  });
  const id = await begin(false);
  await finish(id);
  expect([(await report(id)).subjectsErased, revoked]).toEqual([1, [former]]);
});

type Tx = Parameters<Parameters<Database['client']['$transaction']>[0]>[0];
/** A purge whose queries pass through `query`. */
const through = (query: (text: string, ask: () => Promise<unknown>, tx: Tx) => Promise<unknown>) =>
  purge({
    $transaction: ((work: (tx: object) => unknown) =>
      database.client.$transaction((tx) => {
        const $queryRaw = (text: TemplateStringsArray, ...values: unknown[]) =>
          query(text.join(''), () => tx.$queryRaw(text, ...values), tx);
        const get = (target: object, name: string) =>
          name === '$queryRaw' ? $queryRaw : (Reflect.get(target, name) as unknown);
        return work(new Proxy(tx, { get })) as Promise<unknown>;
      })) as Database['client']['$transaction'],
  });
/** A purge of which one sees on whom of the second stage it looks. */
const watched = (seen: string[], dies: () => boolean = () => false) =>
  through(async (text, ask) => {
    const rows = await ask();
    if (!text.includes('AS leaves')) return rows;
    if (dies()) throw new Error('the process died');
    seen.push(...(rows as readonly { id: string }[]).map(({ id }) => id));
    return rows;
  });

describe('the persons of whom nothing is left', () => {
  /** Seven who stay and six who go, in any order, and one who is erased already. */
  const mixed = async () => {
    const stay: string[] = [];
    const go: string[] = [];
    for (let i = 0; i < 13; i += 1) {
      const one = await person();
      (i % 2 === 0 ? stay : go).push(one);
      if (i % 2 === 0) await holdOf(one, null);
    }
    const before = await person();
    await database.client.subject.update({ where: { id: before }, data: { erasedAt: new Date(START) } });
    return { go: go.sort(), all: [...stay, ...go].sort() };
  };

  it.each([2, 13, 14])('are found by looking at each once, %i at a time', async (batch) => {
    const { go, all } = await mixed();
    for (const dryRun of [true, false]) {
      const seen: string[] = [];
      const id = await begin(dryRun);
      await finish(id, watched(seen), batch);
      expect(seen).toEqual(all);
      expect([(await report(id)).subjectsErased, [...revoked].sort()]).toEqual([6, dryRun ? [] : go]);
      expect((await runs.find(id))!.state).toBe('completed');
    }
  });

  it('and where a process died, another goes on where it was', async () => {
    const { go, all } = await mixed();
    const id = await begin(false);
    const seen: string[] = [];
    let pages = 0;
    await expect(
      finish(
        id,
        watched(seen, () => (pages += 1) > 3),
        2,
      ),
    ).rejects.toThrow('the process died');
    expect(seen).toEqual(all.slice(0, 6));
    await finish(id, watched(seen), 2);
    expect([seen, [...revoked].sort(), (await report(id)).subjectsErased]).toEqual([all, go, 6]);
  });

  it('are each erased once by instances that share a run', async () => {
    const { go, all } = await mixed();
    const id = await begin(false);
    const seen: string[] = [];
    await Promise.all([1, 2, 3].map(() => finish(id, watched(seen), 2)));
    expect([[...seen].sort(), [...revoked].sort()]).toEqual([all, go]);
  });
});

it('leaves a person alone whose number is being guarded against guessing, until that has ended', async () => {
  const [guarded, forgotten] = [await person(), await person()];
  const throttle = (subjectId: string, matchId: string, until: number) =>
    database.client.probing.create({
      data: {
        ...{ subjectId, matchId, kind: 'identities', identities: 5, climbs: 0 },
        ...{ detectedAt: new Date(until - 3_600_000), until: new Date(until) },
      },
    });
  await throttle(guarded, await match(guarded, 40), START + 1);
  await throttle(forgotten, await match(forgotten, 40), START);
  const [dry, real] = [await begin(true), await begin(false)];
  await finish(dry);
  await finish(real);
  expect(await report(real)).toMatchObject({ purged: 2, subjectsErased: 1 });
  expect([await report(dry), revoked]).toEqual([await report(real), [forgotten]]);
  now += 1;
  await finish(await begin(false));
  expect(revoked).toEqual([forgotten, guarded]);
});

it('keeps a match of nobody yet: whoever it belongs to may be held', async () => {
  await match(await person(), 40);
  const unassigned = await match(null, 40);
  const [dry, real] = [await begin(true), await begin(false)];
  await finish(dry);
  await finish(real);
  const left = await database.client.match.findMany({ select: { id: true } });
  expect(left).toEqual([{ id: unassigned }]);
  expect([await report(dry), await report(real)]).toMatchObject([{ purged: 1 }, { purged: 1 }]);
});

it('what becomes due between its two looks is left: its person is not locked', async () => {
  const [free, held] = [await person(), await person()];
  await match(free, 40);
  const kept = await match(held, 40);
  const hold = await holdOf(held, null);
  const release = `UPDATE legal_holds SET released_at = now(), released_by_id = 'anna', release_reason_sealed = '' WHERE id = '${hold}'`;
  // The rows of persons are locked between the two looks.
  const meanwhile = through(async (text, ask, tx) => {
    if (text.includes('FROM subjects WHERE id')) await tx.$executeRawUnsafe(release);
    return ask();
  });
  const [run, next] = [await begin(false), await begin(false)];
  await finish(run, meanwhile);
  expect(await database.client.match.findMany({ select: { id: true } })).toEqual([{ id: kept }]);
  expect(await report(run)).toMatchObject({ purged: 1, subjectsErased: 1 });
  await finish(next);
  expect(await report(next)).toMatchObject({ purged: 1, subjectsErased: 1 });
});

it('a hold of a match stays on record when it was released and the match is gone', async () => {
  const someone = await person();
  const one = await match(someone, 40);
  const hold = await holdOf(someone, one);
  await finish(await begin(false));
  expect(await database.client.match.count()).toBe(1);
  await database.query(
    `UPDATE legal_holds SET released_at = now(), released_by_id = 'anna', release_reason_sealed = ''`,
  );
  await finish(await begin(false));
  expect(await database.client.match.count()).toBe(0);
  expect(await database.client.legalHold.findUnique({ where: { id: hold } })).toMatchObject({ matchId: one });
  await expect(holdOf(await person(), one)).rejects.toThrow();
});

it('begins once a night, whoever is first, and by day not at all', async () => {
  const sent: string[] = [];
  const jobs = {
    send: (_queue: string, list: readonly { data: { runId: string } }[]) => {
      sent.push(...list.map(({ data }) => data.runId));
      return Promise.resolve();
    },
  } as unknown as JobQueue;
  const services = [1, 2].map(() => new RetentionRunsService(runs, purge(), jobs, approvals, clock));
  const look = () => Promise.all(services.map((service) => service.look()));
  await look();
  expect(await runs.page(10, null)).toEqual([]);
  now = Date.parse('2030-06-02T02:00:00Z');
  await look();
  await look();
  const [night, ...more] = await runs.page(10, null);
  expect([night?.dryRun, night?.startedBy, more]).toEqual([false, null, []]);
  expect(new Set(sent)).toEqual(new Set([night?.id]));
  await services[0]!.goOn(night!.id, new AbortController().signal);
  now += DAY_MS;
  await look();
  expect(await runs.page(10, null)).toHaveLength(2);
});

it('of two who set the same rule at once, one is told', async () => {
  const terms = {
    application: 'shop',
    purpose: null,
    clock: 'settlement',
    duty: false,
    ground: 'contract',
  } as const;
  const both = await Promise.allSettled(
    [1, 2, 3].map((days) => rules.put({ ...terms, days }, undefined, access())),
  );
  const inForce = await database.client.retentionRule.count({
    where: { application: 'shop', endedAt: null },
  });
  const made = await database.client.retentionRule.count({ where: { application: 'shop' } });
  expect([inForce, made]).toEqual([1, both.filter(({ status }) => status === 'fulfilled').length]);
});
