import { inspect } from 'node:util';
import { testDatabase, type TestDatabase } from '../../test/support/database.js';
import type { Database } from './database.js';
import { MatchStatus, Prisma, VerdictResult } from './generated/client.js';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const AT = new Date('2024-03-31T01:30:00.123Z');
const bytes = (...values: number[]) => Uint8Array.from(values);
const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

const match = (id: string, overrides: Partial<Prisma.MatchUncheckedCreateInput> = {}) => ({
  id,
  status: MatchStatus.requested,
  createdAt: AT,
  numberSealed: everyByte,
  emailIndex: bytes(0, 255),
  numberHint: '42',
  country: 'FR',
  identitySealed: bytes(),
  consentOffered: true,
  ...overrides,
});

describe('the client', () => {
  let place: TestDatabase;
  let database: Database;
  const client = () => database.client;

  beforeAll(async () => {
    place = await testDatabase();
    database = await place.open();
  });
  afterAll(() => place.drop());
  beforeEach(() => client().$queryRaw`SELECT purge_matches(array(SELECT id FROM matches))`);

  it('gives back what it was given', async () => {
    const scores = { familyName: 0.93, address: { country: null }, quote: '"\\ \u20ac' };
    await client().match.create({
      data: {
        ...match(ID, { status: MatchStatus.scored, settledAt: AT, scores, verdict: VerdictResult.partial }),
        verdictReasons: ['family_name_low'],
        idempotencyKey: bytes(1, 2, 3),
        errorRetryable: false,
        consent: { create: { stateHash: bytes(9), urlSealed: everyByte, openedAt: AT, expiresAt: AT } },
        events: { create: { id: ID, type: 'match.requested', at: AT, durationMs: 12 } },
      },
    });

    const found = await client().match.findUniqueOrThrow({
      where: { idempotencyKey: bytes(1, 2, 3) },
      include: { consent: true, events: true },
    });
    expect(found).toMatchObject({
      ...match(ID, { status: 'scored', settledAt: AT, scores, verdict: 'partial' }),
      verdictReasons: ['family_name_low'],
      errorRetryable: false,
      operator: null,
      consent: {
        matchId: ID,
        stateHash: bytes(9),
        urlSealed: everyByte,
        tokenSealed: null,
        claimedAt: null,
      },
      events: [{ id: ID, type: 'match.requested', at: AT, durationMs: 12, data: {} }],
    });
  });

  it('keeps times in UTC, in Prisma and in plain SQL', async () => {
    await client().match.create({ data: match(ID) });
    const rows = await client().$queryRaw<{ at: Date; iso: string; zone: string }[]>`
      SELECT created_at AS at, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS iso,
             current_setting('TimeZone') AS zone
      FROM matches WHERE created_at = ${AT}`;
    expect(rows).toEqual([{ at: AT, iso: AT.toISOString(), zone: 'UTC' }]);
  });

  it('takes arrays and casts in raw statements', async () => {
    const ids = [ID, ID.replace('8057', '8058')];
    const inserted = await client().$executeRaw`
      INSERT INTO matches (id, status, created_at, number_sealed, email_index, number_hint, country,
                           identity_sealed, consent_offered, scores)
      SELECT id, status::match_status, at, sealed, sealed, '42', 'FR', sealed, false, scores
      FROM unnest(${ids}::uuid[], ${['scored', 'rejected']}::text[], ${[AT, AT]}::timestamptz[],
                  ${[everyByte, bytes(7)]}::bytea[], ${['{"email":1}', null]}::jsonb[])
        AS row (id, status, at, sealed, scores)`;
    expect(inserted).toBe(2);

    const rows = await client().$queryRaw<unknown[]>`
      SELECT id, status::text, created_at AS "createdAt", number_sealed AS sealed, scores
      FROM matches WHERE id = ANY(${ids}::uuid[]) AND number_hint = ANY(${['42']}) ORDER BY id`;
    expect(rows).toEqual([
      { id: ids[0], status: 'scored', createdAt: AT, sealed: everyByte, scores: { email: 1 } },
      { id: ids[1], status: 'rejected', createdAt: AT, sealed: bytes(7), scores: null },
    ]);
  });

  it('reports a second use of a unique value as P2002, and a missing parent as P2003', async () => {
    await client().match.create({ data: match(ID) });
    await expect(client().match.create({ data: match(ID) })).rejects.toMatchObject({ code: 'P2002' });
    const orphan = { id: ID, matchId: ID.replace('8057', '0000'), type: 'x', at: AT };
    await expect(client().matchEvent.create({ data: orphan })).rejects.toMatchObject({ code: 'P2003' });
    await expect(client().$queryRaw`SELECT 1/0`).rejects.toBeInstanceOf(Prisma.PrismaClientKnownRequestError);
  });

  it('quotes no values when the database refuses', async () => {
    const data = match(ID, { reference: 'Durand' });
    await client().match.create({ data });
    const error = await client()
      .match.create({ data })
      .catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 9 })).not.toContain('Durand');
  });

  it('commits and rolls back interactive transactions', async () => {
    const other = ID.replace('8057', '8059');
    await client().$transaction((tx) => tx.match.create({ data: match(ID) }));
    const aborted = client().$transaction(async (tx) => {
      await tx.match.create({ data: match(other) });
      throw new Error('changed my mind');
    });
    await expect(aborted).rejects.toThrow('changed my mind');
    expect(await client().match.findMany({ select: { id: true } })).toEqual([{ id: ID }]);
  });

  it('honours the isolation level', async () => {
    const level = await client().$transaction(
      (tx) => tx.$queryRaw`SELECT current_setting('transaction_isolation') AS level`,
      { isolationLevel: 'Serializable' },
    );
    expect(level).toEqual([{ level: 'serializable' }]);
  });

  it('does not report a commit that failed as done', async () => {
    await database.query(
      `CREATE TABLE deferred (match_id uuid REFERENCES matches (id) DEFERRABLE INITIALLY DEFERRED)`,
    );
    const commit = client().$transaction((tx) => tx.$executeRaw`INSERT INTO deferred VALUES (${ID}::uuid)`);
    await expect(commit).rejects.toThrow();
    await database.query('DROP TABLE deferred');
  });

  it('serves many transactions at once', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => ID.slice(0, -2) + String(index + 10));
    await Promise.all(ids.map((id) => client().$transaction((tx) => tx.match.create({ data: match(id) }))));
    expect(await client().match.count()).toBe(30);
  });

  it('keeps no timer waiting, however many statements follow each other', async () => {
    let fired = false;
    setTimeout(() => (fired = true), 20);
    let statements = 0;
    const caller = async () => {
      while (!fired && statements < 20_000) {
        statements += 1;
        await client().$queryRaw`SELECT count(*) FROM matches`;
      }
    };
    await Promise.all(Array.from({ length: 16 }, caller));
    expect(fired).toBe(true);
  });

  it('runs plain statements and scripts past Prisma', async () => {
    const one = await database.query<{ sum: number }>('SELECT $1::int + 1 AS sum', [41]);
    expect(one).toEqual({ rows: [{ sum: 42 }], rowCount: 1 });
    await client().match.create({ data: match(ID) });
    expect(await database.query('SELECT 1; DELETE FROM matches')).toEqual({ rows: [], rowCount: 1 });
    await expect(database.query('DELETE FROM nowhere')).rejects.toMatchObject({ code: '42P01' });
  });
});
