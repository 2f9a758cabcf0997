import {
  embeddedTestDatabase,
  serverUrl,
  testDatabase,
  type TestDatabase,
} from '../../test/support/database.js';
import type { Database } from './database.js';
import { Prisma } from './generated/client.js';
import type { Snapshot } from './snapshot.js';

async function textOf(copy: ReturnType<Snapshot['copy']>): Promise<{ text: string; rows: number }> {
  const parts: Uint8Array[] = [];
  let rows = 0;
  for await (const part of copy) {
    parts.push(Uint8Array.from(part.bytes));
    rows += part.rows;
  }
  return { text: Buffer.concat(parts).toString(), rows };
}

it('is not there where the database is embedded', async () => {
  const place = await embeddedTestDatabase({ migrated: false });
  expect((await place.open()).openSnapshot).toBeNull();
  await place.drop();
});

(serverUrl === undefined ? describe.skip : describe)('a snapshot on a server', () => {
  let place: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    place = await testDatabase({ migrated: false });
    database = await place.open({ maxConnections: 4 });
    await database.query('CREATE TABLE words (id int, word text, raw bytea)');
  });
  beforeEach(async () => {
    await database.query('TRUNCATE words');
    await database.query(
      `INSERT INTO words VALUES (1, 'it''s', '\\x00ff'), (2, 'a\\b', ''), (3, 'é€😀', NULL)`,
    );
  });
  afterAll(() => place.drop());

  const opened = (connections = 1) => database.openSnapshot!(connections);
  const WORDS = Prisma.sql`SELECT concat(word, ';') FROM words ORDER BY id`;

  it('does not change once it was looked at', async () => {
    const snapshot = await opened();
    const [before] = await snapshot.rows<{ count: number }>(
      Prisma.sql`SELECT count(*)::int AS count FROM words`,
    );
    await database.query(`INSERT INTO words VALUES (4, 'late', NULL)`);
    expect(before).toEqual({ count: 3 });
    expect(await textOf(snapshot.copy(WORDS))).toEqual({ text: `it's;a\\b;é€😀;`, rows: 3 });
    snapshot.close();
  });

  it('changes nothing', async () => {
    const snapshot = await opened();
    await expect(snapshot.rows(Prisma.sql`DELETE FROM words`)).rejects.toMatchObject({ code: '25006' });
    snapshot.close();
  });

  it.each([
    ['a text', Prisma.sql`word = ${`it's`}`, 1],
    ['a backslash', Prisma.sql`word = ${'a\\b'}`, 2],
    ['bytes', Prisma.sql`raw = ${Uint8Array.of(0, 255)}`, 1],
    ['a number', Prisma.sql`id = ${3}`, 3],
    ['what would end the statement', Prisma.sql`id = ${2} AND word <> ${`'); DROP TABLE words; --`}`, 2],
  ])('copies what it reads by %s', async (_, condition, id) => {
    const snapshot = await opened();
    const text = Prisma.sql`SELECT id::text FROM words WHERE ${condition}`;
    expect(await snapshot.rows(text)).toEqual([{ id: `${id}` }]);
    expect(await textOf(snapshot.copy(text))).toEqual({ text: `${id}`, rows: 1 });
    snapshot.close();
  });

  it('hands on as much as there is, in order', async () => {
    const snapshot = await opened();
    const { text, rows } = await textOf(
      snapshot.copy(Prisma.sql`SELECT n || ' ' FROM generate_series(1, 200000) n`),
    );
    const numbers = text.trimEnd().split(' ');
    expect([rows, numbers.length, numbers.every((n, i) => Number(n) === i + 1)]).toEqual([
      200_000,
      200_000,
      true,
    ]);
    snapshot.close();
  });

  it('sees the same by several connections, several copies by each', async () => {
    const snapshot = await opened(2);
    await database.query(`INSERT INTO words VALUES (4, 'late', NULL)`);
    const [first, second] = [snapshot.copy(WORDS), snapshot.copy(WORDS)];
    const [third, fourth] = [snapshot.copy(WORDS), snapshot.copy(WORDS)];
    const text = { text: `it's;a\\b;é€😀;`, rows: 3 };
    for (const copy of [first, second, third, fourth]) expect(await textOf(copy)).toEqual(text);
    expect((await textOf(snapshot.copy(WORDS))).rows).toBe(3);
    snapshot.close();
  });

  it('takes half of the connections at most, and no further one that somebody waits for', async () => {
    const [half, other] = [await opened(9), await opened(1)];
    expect([half.connections, other.connections]).toEqual([2, 1]);
    const late = opened(2);
    const waiting = database.query('SELECT 1');
    expect((await late).connections).toBe(1);
    for (const snapshot of [half, other, await late]) snapshot.close();
    await waiting;
  });

  it('says where a statement fails, before its first row or after many', async () => {
    const snapshot = await opened();
    await expect(textOf(snapshot.copy(Prisma.sql`SELECT nothing`))).rejects.toMatchObject({ code: '42703' });
    snapshot.close();
    const next = await opened();
    const failing = Prisma.sql`SELECT (1 / (99999 - n))::text FROM generate_series(1, 200000) n`;
    await expect(textOf(next.copy(failing))).rejects.toMatchObject({ code: '22012' });
    next.close();
  });

  it('gives its connection back, read to the end, in the middle or not at all', async () => {
    const endless = Prisma.sql`SELECT generate_series(1, 100000000)::text`;
    for (let i = 0; i < 12; i += 1) {
      const snapshot = await opened();
      const copy = snapshot.copy(i % 3 === 0 ? WORDS : endless);
      if (i % 3 === 0) await textOf(copy);
      if (i % 3 === 1) await copy.next();
      snapshot.close();
      snapshot.close();
    }
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('fails whoever reads, or waits for its turn, when the server goes away', async () => {
    const snapshot = await opened();
    const [{ pid }] = (await snapshot.rows<{ pid: number }>(Prisma.sql`SELECT pg_backend_pid() AS pid`)) as [
      { pid: number },
    ];
    const copy = snapshot.copy(Prisma.sql`SELECT repeat('x', 1000 + 0 * generate_series(1, 1000000))`);
    await copy.next();
    const waiting = snapshot.copy(WORDS);
    await database.query('SELECT pg_terminate_backend($1)', [pid]);
    await expect(textOf(copy)).rejects.toThrow();
    await expect(textOf(waiting)).rejects.toThrow('The connection has ended.');
    snapshot.close();
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('fails whoever reads on after it was closed', async () => {
    const snapshot = await opened();
    const copy = snapshot.copy(Prisma.sql`SELECT repeat('x', 1000 + 0 * generate_series(1, 1000000))`);
    await copy.next();
    const waiting = snapshot.copy(WORDS);
    snapshot.close();
    await expect(textOf(copy)).rejects.toThrow();
    await expect(textOf(waiting)).rejects.toThrow('The snapshot was closed.');
    expect(() => snapshot.copy(WORDS)).toThrow('The snapshot was closed.');
  });
});
