import { randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { eventually } from '../../../../test/support/eventually.js';
import { matchesOn } from '../../../../test/support/matches-on.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { type MatchLines, TooManyExportsError } from './match-snapshot.js';
import { PrismaMatchLines } from './prisma-match-lines.js';
import { PrismaMatchSnapshots } from './prisma-match-snapshots.js';

const ALL = { within: null };

let place: TestDatabase;
let database: Database;
let snapshots: PrismaMatchSnapshots;
beforeAll(async () => {
  place = await testDatabase();
  database = await place.open();
  const { selection } = matchesOn(database);
  const prisma = { client: database.client, exclusive: database.kind === 'pglite' } as PrismaDatabase;
  snapshots = new PrismaMatchSnapshots(prisma, new PrismaMatchLines(prisma), selection);
  for (let i = 0; i < 3; i += 1) await opened();
});
afterAll(() => place.drop());

async function opened(): Promise<void> {
  await matchesOn(database).store.open({
    ...{ id: randomUUID(), createdAt: new Date(), number: '+33600001001', country: 'FR', identity: {} },
    ...{ codeName: null, purpose: null, reference: null, returnUrl: null, context: undefined },
    ...{ consentOffered: false, events: [] },
  });
}

it('has as many as it said, whatever happens while it is read', async () => {
  const { count, parts, close } = await snapshots.open(ALL, 'ndjson');
  expect(count).toBe(3);
  await opened();
  await database.client.match.updateMany({ data: { country: 'BE' } });
  const read = await allOf(parts);
  close();
  expect(read).toHaveLength(3);
  // The embedded database has no snapshot to read in: the choice is of one time, the rest as it stands.
  const country = database.kind === 'pglite' ? 'BE' : 'FR';
  expect(read.map((match) => match.country)).toEqual([country, country, country]);
});

it('has none where nobody has the number', async () => {
  const { count, parts, close } = await snapshots.open({ within: null, number: '+33600009999' }, 'csv');
  expect([count, await allOf(parts)]).toEqual([0, []]);
  close();
});

it('is read by so many at a time, and gives its place back', async () => {
  const four = [];
  for (let i = 0; i < 4; i += 1) four.push(await openedSoon());
  await expect(snapshots.open(ALL, 'ndjson')).rejects.toThrow(TooManyExportsError);
  for (const { close } of four) close();
  (await openedSoon()).close();
});

/** A transaction takes a moment to end, after it was let go of. */
const openedSoon = async () => {
  let snapshot: Awaited<ReturnType<typeof snapshots.open>> | null = null;
  await eventually(
    async () => (snapshot = await snapshots.open(ALL, 'ndjson').catch(() => null)),
    (found) => found !== null,
  );
  return snapshot!;
};

async function allOf(parts: AsyncIterable<MatchLines>): Promise<{ country: string }[]> {
  let all = '';
  for await (const { text } of parts) all += text;
  return all
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { country: string });
}
