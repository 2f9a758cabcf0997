import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import type { MatchChange, MatchEventType, MatchNotice, OpenedMatch } from 'nestjs-dqe-idmobile';
import { v7 as uuidv7 } from 'uuid';
import { aMatch, change, describeMatchStore } from '../../../../test/support/match-store-contract.js';
import { aNotice, describeMatchStoreNotices } from '../../../../test/support/match-store-notices-contract.js';
import { matchesOn, type MatchesOn } from '../../../../test/support/matches-on.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { type Idempotency, IdempotencyKeyUsedError, type KeptAnswer } from './match-context.js';
import type { PrismaMatchReader } from './prisma-match-reader.js';
import type { PrismaMatchStore } from './prisma-match-store.js';

describeMatchStore('PrismaMatchStore', async () => {
  const database = await testDatabase();
  const { store, reader, personal } = matchesOn(await database.open());
  return {
    store,
    close: () => database.drop(),
    read: async (matchId) => {
      const match = await reader.find(matchId, null);
      const events = await reader.events(matchId, null);
      const [data] = await personal.open([matchId], null);
      if (match === null || events === null || data === undefined) return null;
      return {
        answer: data.answer,
        status: match.status,
        events: events.map(({ type, at, durationMs, data }) => ({
          ...{ type: type as MatchEventType, at, durationMs, data },
        })),
      };
    },
  };
});

/** Somebody wants to be told of these. */
async function anEndpoint({ client }: Database, application: string, events: string[], disabledAt?: Date) {
  const secret = { urlSealed: randomBytes(8), secretSealed: randomBytes(8) };
  await client.webhookEndpoint.create({
    data: {
      id: uuidv7(),
      application,
      events,
      createdAt: new Date(),
      disabledAt: disabledAt ?? null,
      ...secret,
    },
  });
}

describeMatchStoreNotices('PrismaMatchStore', async () => {
  const place = await testDatabase();
  const database = await place.open();
  return {
    store: matchesOn(database).store,
    forward: async (ms) => {
      await database.client.$executeRaw`UPDATE match_notices
        SET available_at = available_at - make_interval(secs => ${ms / 1_000})`;
    },
    close: () => place.drop(),
  };
});

describe('PrismaMatchStore', () => {
  let place: TestDatabase;
  let database: Database;
  let process: MatchesOn;
  let store: PrismaMatchStore;
  let reader: PrismaMatchReader;
  beforeAll(async () => {
    place = await testDatabase();
    database = await place.open();
    process = matchesOn(database);
    ({ store, reader } = process);
  });
  afterAll(() => place.drop());

  it('stores a selective notice only where an endpoint of its application waits for it', async () => {
    await anEndpoint(database, 'told', ['match.settled']);
    await anEndpoint(database, 'told-of-others', ['match.expired']);
    await anEndpoint(database, 'told-no-more', ['match.settled'], new Date());
    const matches = ['told', 'told-of-others', 'told-no-more', 'untold'].map((application) =>
      aMatch({ context: { application } }),
    );
    await Promise.all(
      matches.map(async (match) => {
        await store.open(match);
        const notice = aNotice(match.id);
        await store.advance({ ...change.rejected(match.id, 'requested'), notice, selective: true });
      }),
    );
    const taken = await store.takeNotices(10, ['match.settled']);
    expect(taken.map(({ matchId }) => matchId)).toEqual([matches[0]?.id]);
  });

  describe('of many at the same time', () => {
    const keyOf = (text: string): Idempotency => ({
      ...{ key: createHash('sha256').update(text).digest(), fingerprint: randomBytes(32) },
    });

    it('opens each as if it came alone: one per key, one subject per number', async () => {
      const numbers = Array.from({ length: 40 }, (_, i) => `+3361300${String(i % 10).padStart(4, '0')}`);
      const matches = numbers.map((number, i) =>
        aMatch({ number, context: { idempotency: i % 4 === 0 ? keyOf(`key ${i % 8}`) : null } }),
      );
      const opened = await Promise.allSettled(matches.map((match) => store.open(match)));
      const refused = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      expect(refused).toEqual(Array.from({ length: 8 }, () => expect.any(IdempotencyKeyUsedError)));
      const ids = matches.map(({ id }) => id);
      const rows = await database.client.match.findMany({
        where: { id: { in: ids } },
        include: { events: true },
      });
      expect(rows).toHaveLength(32);
      expect(rows.every(({ events }) => events.length === 1)).toBe(true);
      expect(new Set(rows.map(({ subjectId }) => subjectId)).size).toBe(10);
      const stored = matches.filter((_, i) => opened[i]?.status === 'fulfilled');
      const data = await process.personal.open(
        stored.map(({ id }) => id),
        null,
      );
      expect(data.map((one) => one.number)).toEqual(stored.map(({ number }) => number));
    });

    it('moves each from where it stands only, and tells who asked what is stored', async () => {
      const kept = Array.from({ length: 20 }, (): KeptAnswer => ({ record: null }));
      const matches = kept.map((kept, i) =>
        aMatch({
          reference: `order-${i}`,
          number: `+33613100${String(i).padStart(3, '0')}`,
          context: { kept },
        }),
      );
      await Promise.all(matches.map((match) => store.open(match)));
      const changes = matches.map(({ id }, i) =>
        i % 2 === 0 ? change.scored(id, 'requested') : change.rejected(id, 'requested'),
      );
      const moved = await Promise.all([...changes, ...changes].map((one) => store.advance(one)));
      // Statements of several groups overtake each other: either of the two may come first, never both.
      expect(matches.map((_, i) => Number(moved[i]) + Number(moved[i + matches.length]))).toEqual(
        matches.map(() => 1),
      );
      for (const [i, { id }] of matches.entries()) {
        expect(kept[i]?.record).toEqual(await reader.find(id, null));
      }
    });

    it('gives verdicts to those that were scored only, and errors to the others, by the table itself', async () => {
      const [scored, rejected] = [aMatch({ number: '+33613300001' }), aMatch({ number: '+33613300002' })];
      for (const match of [scored, rejected]) await store.open(match);
      await store.advance(change.scored(scored.id, 'requested'));
      await store.advance(change.rejected(rejected.id, 'requested'));
      const set = (id: string, data: object) => database.client.match.update({ where: { id }, data });
      await expect(set(rejected.id, { verdict: 'match' })).rejects.toThrow(/matches_verdict_check/);
      await expect(set(scored.id, { errorId: '13' })).rejects.toThrow(/matches_error_check/);
    });

    it('one that the database refuses spoils nothing for the others', async () => {
      const wrong = aMatch({ number: '+33613200001', country: 'too long for its column' });
      const matches = [aMatch({ number: '+33613200002' }), wrong, aMatch({ number: '+33613200003' })];
      // One more is under way already, so that these go together.
      const [, ...opened] = await Promise.allSettled(
        [aMatch({ number: '+33613200004' }), aMatch({ number: '+33613200005' }), ...matches].map((match) =>
          store.open(match),
        ),
      );
      expect(opened.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    });
  });

  const TOKEN_HASH = createHash('sha256').update('CANARYTOKEN').digest('hex');
  const NOW = new Date('2026-03-01T12:00:00.123Z');
  const opened = async (more: Partial<OpenedMatch> = {}, idempotency: Idempotency | null = null) => {
    const match: OpenedMatch = {
      ...{ id: uuidv7(), createdAt: NOW, number: '+33612345678', country: 'FR', consentOffered: true },
      identity: { firstName: 'Canaryfirst', email: 'canary@mail.example' },
      ...{ codeName: null, purpose: null, reference: null, returnUrl: 'https://canary-return.example/' },
      events: [{ type: 'requested', at: NOW, durationMs: null, data: {} }],
      context: { requestId: 'request-1', application: 'shop', idempotency },
      ...more,
    };
    await store.open(match);
    return match.id;
  };
  const pending = async (id: string) => {
    const stateHash = createHash('sha256').update(randomUUID()).digest('hex');
    const expiresAt = new Date(NOW.getTime() + 300_000);
    await store.advance({
      ...{ matchId: id, from: 'requested', to: 'consent_pending', at: NOW, operator: 'Orange', events: [] },
      notice: null,
      consent: {
        stateHash,
        token: 'CANARYTOKEN',
        tokenHash: TOKEN_HASH,
        url: 'https://canary-page.example/',
        openedAt: NOW,
        expiresAt,
      },
    });
    return stateHash;
  };
  const rowOf = async (id: string) => {
    const row = await database.client.match.findUniqueOrThrow({ where: { id }, include: { consent: true } });
    return { ...row, consent: row.consent! };
  };

  it('keeps whose match it is; one that nobody said it of is the default application’s', async () => {
    const applicationOf = async (id: string) =>
      (await database.client.match.findUniqueOrThrow({ where: { id } })).application;
    expect(await applicationOf(await opened())).toBe('shop');
    expect(await applicationOf(await opened({ context: undefined }))).toBe('default');
  });

  it('seals what is personal or secret: no column holds it, and each opens in its own place only', async () => {
    const id = await opened();
    await pending(id);
    const { rows } = await database.query<{ line: string }>(
      `SELECT m::text || s::text AS line FROM matches m JOIN consent_sessions s ON s.match_id = m.id
       WHERE m.id = '${id}'`,
    );
    const bytes = rows[0]!.line.replace(/\\x([0-9a-f]+)/g, (_, hex: string) =>
      Buffer.from(hex, 'hex').toString('latin1'),
    );
    expect(bytes.length).toBeGreaterThan(500);
    expect(bytes).not.toMatch(/canary|612345678/i);

    const row = await rowOf(id);
    const subject = row.subjectId!;
    const openAs = async (envelope: Uint8Array, table: string, column: string, of = subject) => {
      const [opened] = await process.keys.openAll([
        { subject: of, place: { table, column, row: id }, envelope },
      ]);
      return opened!.opened ? opened!.value : opened!.error.code;
    };
    expect(await openAs(row.numberSealed, 'matches', 'number_sealed')).toBe('+33612345678');
    expect(JSON.parse(await openAs(row.identitySealed, 'matches', 'identity_sealed'))).toEqual({
      firstName: 'Canaryfirst',
      email: 'canary@mail.example',
    });
    expect(await openAs(row.returnUrlSealed!, 'matches', 'return_url_sealed')).toBe(
      'https://canary-return.example/',
    );
    expect(await openAs(row.consent.tokenSealed!, 'consent_sessions', 'token_sealed')).toBe('CANARYTOKEN');
    expect(await openAs(row.consent.urlSealed!, 'consent_sessions', 'url_sealed')).toBe(
      'https://canary-page.example/',
    );
    expect(await openAs(row.numberSealed, 'matches', 'identity_sealed')).toBe('SEALED_NOT_AUTHENTIC');
    const other = await process.subjects.findOrCreate('+33612345699');
    await process.keys.toSeal([other.id], () => undefined);
    expect(await openAs(row.numberSealed, 'matches', 'number_sealed', other.id)).toBe('SEALED_OTHER_KEY');
    expect(row).toMatchObject({ numberHint: '78', requestId: 'request-1', createdAt: NOW });
  });

  const ends: Record<string, (id: string) => MatchChange> = {
    rejected: (matchId) => ({
      ...{ matchId, from: 'retrieving', to: 'rejected', at: NOW, events: [], notice: null },
      error: { id: '21', type: 'access denied', retryable: false, category: 'declined' },
      answer: null,
    }),
    expired: (matchId) => ({
      ...{ matchId, from: 'retrieving', to: 'expired', at: NOW, events: [], notice: null },
    }),
  };
  it.each(Object.keys(ends))('keeps the token while it is needed, and drops it when %s', async (end) => {
    const id = await opened();
    const claim = await store.claim(await pending(id), NOW, []);
    expect(claim).toMatchObject({ claimed: true, match: { token: 'CANARYTOKEN' } });
    const { consent } = await rowOf(id);
    expect([consent.tokenSealed === null, consent.claimedAt]).toEqual([false, NOW]);
    expect(await store.advance(ends[end]!(id))).toBe(true);
    const { tokenSealed, tokenHash } = (await rowOf(id)).consent;
    expect([tokenSealed, Buffer.from(tokenHash!).toString('hex')]).toEqual([null, TOKEN_HASH]);
  });

  it('keeps a token where the change came too late', async () => {
    const id = await opened();
    await pending(id);
    expect(await store.advance(ends['expired']!(id))).toBe(false);
    expect((await rowOf(id)).consent.tokenSealed).not.toBeNull();
  });

  it('does not know whether the token is the right one where no hash of it was kept', async () => {
    const id = await opened();
    const stateHash = await pending(id);
    await database.query(`UPDATE consent_sessions SET token_hash = NULL WHERE match_id = '${id}'`);
    const events = [{ type: 'callback_received', at: NOW, durationMs: null, data: {} } as const];
    await store.claim(stateHash, NOW, events, TOKEN_HASH);
    expect((await reader.events(id, null))!.at(-1)!.data).toEqual({ tokenMatches: null });
    expect(await store.claim(stateHash, NOW, events, TOKEN_HASH)).toMatchObject({ tokenMatches: null });
  });

  it('opens one match per idempotency key, however many try, and leaves no trace of the others', async () => {
    const idempotency = {
      key: new Uint8Array(randomBytes(32)),
      fingerprint: new Uint8Array(randomBytes(32)),
    };
    const reference = randomUUID();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => opened({ reference }, idempotency)),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused).toHaveLength(19);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(IdempotencyKeyUsedError);
    const [found, ...others] = await database.client.match.findMany({
      where: { reference },
      include: { events: true },
    });
    expect([others, found!.events.length]).toEqual([[], 1]);
    const { record, fingerprint } = (await reader.findByIdempotencyKey(idempotency.key))!;
    expect([record.id, Buffer.from(fingerprint!)]).toEqual([found!.id, Buffer.from(idempotency.fingerprint)]);
    expect(await reader.findByIdempotencyKey(new Uint8Array(32))).toBeNull();
  });

  it('finds a number by its blind index, which is not the number', async () => {
    const reference = randomUUID();
    const mine = await opened({ reference, number: '+32470000001', country: 'BE' });
    await opened({ reference, number: '+32470000002', country: 'BE' });
    const found = await reader.page({ reference, number: '+32470000001', within: null }, 10, null);
    expect(found.map(({ id }) => id)).toEqual([mine]);
    expect(await reader.page({ number: '+32470000009', within: null }, 10, null)).toEqual([]);
  });

  it('finds an e-mail in any case, within the application of whoever asks', async () => {
    const identity = { email: `Zoe.${randomUUID()}@Mail.Example` };
    const mine = await opened({ identity });
    const others = await opened({ identity, context: { application: 'bank' } });
    await opened({ identity: { email: `other.${identity.email}` } });
    const found = async (email: string, within: string | null) =>
      (await reader.page({ email, within }, 10, null)).map(({ id }) => id);
    expect(await found(identity.email.toUpperCase(), null)).toEqual([others, mine]);
    expect(await found(identity.email.toLowerCase(), 'shop')).toEqual([mine]);
    expect(await found('nobody@mail.example', null)).toEqual([]);
    expect(
      await reader.page({ email: identity.email, number: '+32470000009', within: null }, 10, null),
    ).toEqual([]);
  });

  it('stores neither the change nor an event nor the notice where one of them cannot be', async () => {
    const id = await opened();
    const events = [{ type: 'settled', at: NOW, durationMs: 3_000_000_000, data: {} } as const];
    const rejected: MatchChange = { ...ends['rejected']!(id), from: 'requested' };
    const notice: MatchNotice = {
      ...{ id: uuidv7(), type: 'match.settled', matchId: id, at: NOW, status: 'rejected' },
      ...{ verdict: null, errorId: '21', operator: null, expiresAt: null },
    };
    await expect(store.advance({ ...rejected, events, notice })).rejects.toThrow();
    await expect(store.advance({ ...rejected, notice: { ...notice, id: 'no uuid' } })).rejects.toThrow();
    expect((await rowOf(id)).status).toBe('requested');
    expect(await reader.events(id, null)).toHaveLength(1);
    expect(await store.takeNotices(10, ['match.settled'])).toEqual([]);
  });

  it('keeps times to the millisecond, whatever the time zone of the session', async () => {
    await database.query(`SET TIME ZONE 'Asia/Kolkata'`);
    const id = await opened();
    await database.query(`SET TIME ZONE 'UTC'`);
    const [event] = (await reader.events(id, null))!;
    expect([(await reader.find(id, null))!.createdAt, event!.at]).toEqual([NOW, NOW]);
  });
});
