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
  const { client, openSnapshot } = database;
  const prisma = { client, openSnapshot } as PrismaDatabase;
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

describe('of many, most of them of one hour', () => {
  const AT = Date.parse('2026-03-01T00:00:00Z');
  const HOUR_MS = 3_600_000;
  let ids: string[];
  beforeAll(async () => {
    const { rows } = await database.query<{ id: string }>(
      `INSERT INTO matches
       SELECT one.*
       FROM (SELECT matches AS match FROM matches LIMIT 1) known,
         (SELECT n, $1::timestamptz + n * CASE WHEN n % 10 = 0 THEN interval '10 minutes' ELSE interval '250 ms' END AS at
          FROM generate_series(1, 12000) n) made,
         LATERAL (SELECT lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms) time,
         LATERAL jsonb_populate_record(known.match, jsonb_build_object(
           'id', (ms || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, 'created_at', at, 'reference', repeat('é€😀', 15))) one
       RETURNING id`,
      [new Date(AT).toISOString()],
    );
    ids = rows.map(({ id }) => id);
  });

  const exported = async (filter: { from?: Date; to?: Date }) => {
    const { count, parts, close } = await snapshots.open(
      { ...ALL, reference: 'é€😀'.repeat(15), ...filter },
      'ndjson',
    );
    const read = (await allOf(parts)) as unknown as { id: string }[];
    close();
    expect(read).toHaveLength(count);
    return read.map(({ id }) => id);
  };

  it('has each once, newest first', async () => {
    expect(await exported({})).toEqual(ids.toSorted().reverse());
  });

  it('has those of a period only', async () => {
    const [from, to] = [new Date(AT + HOUR_MS / 4), new Date(AT + HOUR_MS / 2)];
    const inTime = await exported({ from, to });
    expect(inTime.length).toBeGreaterThan(3_000);
    const whole = [...(await exported({ from: to })), ...inTime, ...(await exported({ to: from }))];
    expect(whole).toEqual(ids.toSorted().reverse());
  });
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
  const all: Uint8Array[] = [];
  for await (const { text } of parts) all.push(typeof text === 'string' ? Buffer.from(text) : text);
  return Buffer.concat(all)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { country: string });
}
