import { randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { InMemorySubjectKeyStore, LocalKeyWrapper, MasterKeyring, SubjectKeys } from 'sealed-fields';
import { serverUrl, testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { Access } from '../access/access.js';
import { timeId } from '../access/time-id.js';
import { problemOfApprovalError } from '../approvals/approval-problems.js';
import { PrismaLegalHolds } from '../holds/prisma-legal-holds.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { PrismaRelationships } from '../relationships/prisma-relationships.js';
import { type ErasureDemand, PrismaErasures } from './prisma-erasures.js';

const NOW = new Date('2030-06-01T12:00:00Z');
const BY = { kind: 'person', id: 'anna' } as const;
const NOTHING = new Uint8Array([0]);
const clock = { now: () => NOW.getTime(), sleep: () => Promise.resolve() };
const event = () =>
  new Access(
    { ...BY, label: '', application: 'default', roles: [], permissions: new Set() },
    { permission: 'subjects:erase', action: 'erasure.create' },
    'r',
    clock,
  ).event('allowed');

let test: TestDatabase;
let database: Database;
let erasures: PrismaErasures;
let holds: PrismaLegalHolds;
let relationships: PrismaRelationships;
beforeAll(async () => {
  test = await testDatabase();
  database = await test.open();
  const keys = new SubjectKeys({
    store: new InMemorySubjectKeyStore(),
    wrapper: new LocalKeyWrapper(new MasterKeyring([{ id: 'k1', key: new Uint8Array(32) }])),
  });
  const prisma = { client: database.client } as PrismaDatabase;
  erasures = new PrismaErasures(prisma, keys);
  holds = new PrismaLegalHolds(prisma, keys);
  relationships = new PrismaRelationships(prisma);
});
afterAll(() => test.drop());

const person = async () => {
  const id = randomUUID();
  await database.client.subject.create({ data: { id, createdAt: NOW } });
  return id;
};
const demand = (): ErasureDemand => ({
  ...{ id: timeId(NOW.getTime()), ground: 'request', caseReference: null, application: null, at: NOW },
  ...{ requestedBy: BY, approvalId: null },
});
const hold = (subjectId: string) => {
  const about = { id: timeId(NOW.getTime()), subjectId, matchId: null, application: null, disclose: true };
  const times = { until: null, createdAt: NOW, createdBy: BY, releasedAt: null, releasedBy: null };
  return { ...about, ...times };
};
const match = (subjectId: string) =>
  database.client.match.create({
    data: {
      ...{
        id: timeId(NOW.getTime()),
        subjectId,
        status: 'scored',
        createdAt: NOW,
        settledAt: NOW,
        country: 'FR',
      },
      ...{ numberSealed: NOTHING, identitySealed: NOTHING, numberHint: '01', consentOffered: false },
    },
  });

it('stands or falls with its record and its line in the access log', async () => {
  const subject = await person();
  await match(subject);
  await database.query('ALTER TABLE access_events RENAME TO away');
  const failed = demand();
  await expect(erasures.erase(subject, failed, event())).rejects.toThrow();
  await database.query('ALTER TABLE away RENAME TO access_events');
  expect(await erasures.find(failed.id, null)).toBeNull();
  expect((await database.client.subject.findUniqueOrThrow({ where: { id: subject } })).erasedAt).toBeNull();
  const done = await erasures.erase(subject, demand(), event());
  expect([done.outcome, done.counts.matches]).toEqual(['erased', 1]);
});

it('whoever is being guessed at is erased once the throttle has ended, not before', async () => {
  const subject = await person();
  const { id: matchId } = await match(subject);
  const until = new Date(NOW.getTime() + 1);
  await database.client.probing.create({
    data: {
      ...{ subjectId: subject, matchId, kind: 'identities', identities: 5, climbs: 0 },
      ...{ detectedAt: NOW, until },
    },
  });
  const refused = await erasures.erase(subject, demand(), event());
  expect([refused.outcome, refused.refusals]).toEqual([
    'refused',
    [{ kind: 'probing', ground: null, until: until.toISOString() }],
  ]);
  expect(await database.client.probing.count({ where: { subjectId: subject } })).toBe(1);
  const confined = async (application: string) =>
    (await erasures.weigh(subject, application, NOW)).refusals.map(({ kind, until: end }) => [kind, end]);
  expect(await confined('default')).toEqual([['probing', null]]);
  expect(await confined('bank')).toEqual([['other_application', null]]);
  const later = await erasures.erase(subject, { ...demand(), at: until }, event());
  expect([later.outcome, later.counts.matches]).toEqual(['erased', 1]);
});

it('of whoever is erased, nothing new is written: no match, no hold, no relationship', async () => {
  const subject = await person();
  await erasures.erase(subject, demand(), event());
  await expect(match(subject)).rejects.toThrow();
  const refused: unknown = await holds
    .insert(hold(subject), 'A reason', event())
    .catch((error: unknown) => error);
  expect(problemOfApprovalError(refused)).toMatchObject({ status: 410, code: 'subject_erased' });
  const said = { id: timeId(NOW.getTime()), application: null, endedAt: null, changedAt: NOW, changedBy: BY };
  expect(await relationships.put(subject, said, event)).toBeNull();
});

it('of two who erase the same person at once, one has the certificate', async () => {
  const subject = await person();
  await match(subject);
  const both = await Promise.all([1, 2].map(() => erasures.erase(subject, demand(), event())));
  expect(both.map(({ outcome, counts: { matches } }) => [outcome, matches]).sort()).toEqual([
    ['erased', 1],
    ['nothing_held', 0],
  ]);
  expect(await database.client.erasure.count({ where: { subjectId: subject } })).toBe(1);
});

it('a hold that comes at the same time comes before it, or not at all', async () => {
  for (let round = 0; round < (serverUrl === undefined ? 5 : 20); round += 1) {
    const subject = await person();
    const [held, erased] = await Promise.allSettled([
      holds.insert(hold(subject), 'A reason', event()),
      erasures.erase(subject, demand(), event()),
    ]);
    const outcome = erased.status === 'fulfilled' ? erased.value.outcome : 'failed';
    expect([held.status, outcome]).toEqual(
      held.status === 'fulfilled' ? ['fulfilled', 'refused'] : ['rejected', 'erased'],
    );
  }
});

it('a match that is written at the same time is erased with the rest, or not written', async () => {
  for (let round = 0; round < (serverUrl === undefined ? 5 : 20); round += 1) {
    const subject = await person();
    const [written, erased] = await Promise.all([
      match(subject).then(
        () => 1,
        () => 0,
      ),
      erasures.erase(subject, demand(), event()),
    ]);
    expect(erased.counts.matches).toBe(written);
  }
});

it('a hold is told with its reason only as long as its person is there', async () => {
  const subject = await person();
  const one = hold(subject);
  await holds.insert(one, 'A reason', event());
  expect((await holds.find(one.id, null))!.reason).toBe('A reason');
  const [row] = await database
    .query<{ text: string }>('SELECT h::text AS text FROM legal_holds h')
    .then(({ rows }) => rows.slice(-1));
  expect(row!.text).not.toContain(Buffer.from('A reason').toString('hex'));
  expect(await holds.release(one, { at: NOW, by: BY, reason: 'It is over' }, event())).toBe(true);
  expect(await holds.release(one, { at: NOW, by: BY, reason: 'It is over' }, event())).toBe(false);
  // By another process: this one has the key in memory still.
  await database.client.subject.update({ where: { id: subject }, data: { erasedAt: NOW } });
  expect(await holds.find(one.id, null)).toMatchObject({ reason: null, releaseReason: null });
});
