import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type Database, Prisma } from '@dqe-admin/database';
import { v7 as uuidv7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { change } from '../../../../test/support/match-store-contract.js';
import { matchesOn, type MatchesOn } from '../../../../test/support/matches-on.js';
import type { MovedBatch } from '../sealing/master-key-use.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const LATER = new Date(NOW.getTime() + 300_000);
const IDENTITY = { firstName: 'Canaryold', email: 'Old.Canary@mail.example' };
const NEVER = new AbortController().signal;

describe('matches an earlier release sealed', () => {
  let place: TestDatabase;
  let database: Database;
  let process: MatchesOn;
  beforeEach(async () => {
    place = await testDatabase();
    database = await place.open();
    process = matchesOn(database);
  });
  afterEach(() => place.drop());

  /** As the release before wrote it, to the letter. */
  const anOldMatch = async (number: string, by = process): Promise<{ id: string; stateHash: string }> => {
    const id = uuidv7();
    const seal = (value: string, place: string) => Prisma.sql`${by.sealer.seal(value, `${place}:${id}`)}`;
    const stateHash = createHash('sha256').update(randomUUID()).digest('hex');
    await database.client.$executeRaw`
      INSERT INTO matches (
        id, status, created_at, number_sealed, number_hint, country, identity_sealed, consent_offered,
        return_url_sealed, application
      ) VALUES (
        ${id}::uuid, 'consent_pending', ${NOW.toISOString()}::timestamptz, ${seal(number, 'matches.number')},
        ${number.slice(-2)}, 'FR', ${seal(JSON.stringify(IDENTITY), 'matches.identity')}, true,
        ${seal('https://old-return.example/', 'matches.return_url')}, 'shop'
      )`;
    await database.client.$executeRaw`
      INSERT INTO consent_sessions (match_id, state_hash, token_sealed, token_hash, url_sealed, opened_at, expires_at)
      VALUES (
        ${id}::uuid, ${Buffer.from(stateHash, 'hex')}, ${seal('OLDTOKEN', 'consent_sessions.token')},
        ${randomBytes(32)}, ${seal('https://old-page.example/', 'consent_sessions.url')},
        ${NOW.toISOString()}::timestamptz, ${LATER.toISOString()}::timestamptz
      )`;
    return { id, stateHash };
  };
  const moveAll = async (by = process): Promise<MovedBatch> => {
    const all = { moved: 0, refused: 0 };
    await by.old.move({
      signal: NEVER,
      onBatch: ({ moved, refused }) => {
        all.moved += moved;
        all.refused += refused;
        return Promise.resolve();
      },
    });
    return all;
  };
  const expectWhole = async (id: string, number: string) => {
    expect(await process.personal.open([id], 'shop')).toMatchObject([
      { matchId: id, number, identity: IDENTITY, returnUrl: 'https://old-return.example/', erased: false },
    ]);
    expect(await process.reader.find(id, null)).toMatchObject({
      consent: { url: 'https://old-page.example/' },
    });
  };

  it('are read as they are, and claimed', async () => {
    const { id, stateHash } = await anOldMatch('+33611000001');
    await expectWhole(id, '+33611000001');
    expect(await process.store.claim(stateHash, NOW, [])).toMatchObject({
      claimed: true,
      match: { token: 'OLDTOKEN', returnUrl: 'https://old-return.example/' },
    });
    expect(await process.store.advance(change.scored(id, 'retrieving'))).toBe(true);
    expect((await process.personal.open([id], null))[0]?.answer).toMatchObject({ family_name: 0.98 });
    expect(await moveAll()).toEqual({ moved: 1, refused: 0 });
    expect((await process.personal.open([id], null))[0]?.answer).toMatchObject({ family_name: 0.98 });
  });

  it('are then as the others: found by number and e-mail, claimed, and without a trace of the master key', async () => {
    const { id, stateHash } = await anOldMatch('+33611000001');
    const twin = await anOldMatch('+33611000001');
    expect(await process.old.counts()).toEqual(new Map([['test', 2]]));
    expect(await process.erasure.unassigned()).toBe(2);
    expect(await moveAll()).toEqual({ moved: 2, refused: 0 });
    await expectWhole(id, '+33611000001');
    for (const filter of [{ number: '+33611000001' }, { email: 'old.canary@MAIL.example' }]) {
      const found = await process.reader.page({ ...filter, within: null }, 10, null);
      expect(found.map((match) => match.id)).toEqual([twin.id, id]);
    }
    expect(await process.store.claim(stateHash, NOW, [])).toMatchObject({
      ...{ claimed: true, match: { token: 'OLDTOKEN' } },
    });
    expect([await process.old.counts(), await process.erasure.unassigned()]).toEqual([new Map(), 0]);
    const timeline = await database.client.matchEvent.findMany({ where: { matchId: twin.id } });
    expect(timeline).toMatchObject([{ type: 'resealed', data: {} }]);
    expect(await moveAll()).toEqual({ moved: 0, refused: 0 });
    const { numberSealed } = await database.client.match.findUniqueOrThrow({ where: { id } });
    expect(() => process.sealer.open(numberSealed, `matches.number:${id}`)).toThrow();
  });

  it('are moved once, whoever else moves them, and all of them after a stop in between', async () => {
    const made = await Promise.all(
      Array.from({ length: 120 }, (_, i) => anOldMatch(`+3361100${1000 + (i % 60)}`)),
    );
    const stop = new AbortController();
    const onBatch = () => {
      stop.abort(new Error('killed'));
      return Promise.resolve();
    };
    await expect(process.old.move({ signal: stop.signal, onBatch })).rejects.toThrow('killed');
    expect(await process.erasure.unassigned()).toBe(20);
    const moved = await Promise.all([moveAll(), moveAll(matchesOn(database))]);
    expect(moved.reduce((sum, one) => sum + one.moved, 0)).toBe(20);
    expect(await database.client.subject.count()).toBe(60);
    const data = await matchesOn(database).personal.open(
      made.map(({ id }) => id),
      null,
    );
    expect(data.filter(({ number, identity }) => number !== null && identity !== null)).toHaveLength(120);
  });

  it('that cannot be opened are told of, left as they are, and stop nothing', async () => {
    const { id } = await anOldMatch(
      '+33611000001',
      matchesOn(database, { masterKeys: [{ id: 'lost', key: randomBytes(32) }] }),
    );
    await anOldMatch('+33611000002');
    expect(await moveAll()).toEqual({ moved: 1, refused: 1 });
    expect(await process.old.counts()).toEqual(new Map([['lost', 1]]));
    expect((await database.client.match.findUniqueOrThrow({ where: { id } })).subjectId).toBeNull();
  });

  it('never lose what DQE sent while they are moved', async () => {
    const { id, stateHash } = await anOldMatch('+33611000001');
    await process.store.claim(stateHash, NOW, []);
    await Promise.all([process.store.advance(change.scored(id, 'retrieving')), moveAll()]);
    await moveAll();
    const [data] = await process.personal.open([id], null);
    expect(data).toMatchObject({ number: '+33611000001', identity: IDENTITY });
    expect(await process.erasure.unassigned()).toBe(0);
  });
});
