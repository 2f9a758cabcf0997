import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import {
  type Clock,
  DEFAULT_POLICY,
  evaluate,
  type MatchIdentity,
  type OpenedMatch,
  type Scores,
} from 'nestjs-dqe-idmobile';
import { v7 as uuidv7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { matchesOn } from '../../../../test/support/matches-on.js';
import { IdempotencyKeyUsedError, type MatchContext } from '../matches/match-context.js';
import type { ProbingSettings } from '../settings/settings-record.js';
import { PrismaProbing, type Probing } from './prisma-probing.js';
import { ProbingSuspectedError } from './probing-suspected.error.js';

const MINUTE_MS = 60_000;
const LIMITS: ProbingSettings = {
  ...{ enabled: true, windowMinutes: 60, maxIdentities: 5, maxClimbs: 3, throttleMinutes: 30 },
};
let place: TestDatabase;
let database: Database;
let now = Date.parse('2026-03-01T12:00:00Z');
const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
let sequence = 0;
beforeAll(async () => {
  place = await testDatabase();
  database = await place.open();
});
afterAll(() => place.drop());

/** One process of the service. */
const instance = (on: Pick<Database, 'client'> = database) => {
  const process = matchesOn(on, { clock });
  return { ...process, probing: new PrismaProbing(process.database, process.indexes, clock) };
};

let numbers = 0;
/** A number nobody has tried anything on. */
const aNumber = () => `+336120${String(++numbers).padStart(5, '0')}`;

const on = (number: string, { probing, store, subjects } = instance(), limits = LIMITS) => {
  const trying = async (identity: MatchIdentity, context: Partial<MatchContext> = {}) => {
    const id = uuidv7({ msecs: now, seq: ++sequence });
    const match: OpenedMatch = {
      ...{ id, createdAt: new Date(now), number, country: 'FR', consentOffered: false, identity },
      ...{ codeName: null, purpose: null, reference: null, returnUrl: null, events: [] },
      context: { application: 'shop', probing: probing.gate(limits), ...context },
    };
    await store.open(match);
    return id;
  };
  return {
    trying,
    /** `admitted`, or `refused`. */
    tried: (identity: MatchIdentity, context: Partial<MatchContext> = {}) =>
      trying(identity, context).then(
        () => 'admitted',
        (error: unknown) => {
          if (error instanceof ProbingSuspectedError) return 'refused';
          throw error;
        },
      ),
    /** Tries an identity, and has it scored. */
    scored: async (identity: MatchIdentity, given: Partial<Scores>) => {
      const id = await trying(identity);
      const scores = scoresOf(given);
      await store.advance({
        ...{ matchId: id, from: 'requested', to: 'scored', at: new Date(now), operator: 'Orange' },
        ...{ scores, verdict: evaluate(scores, DEFAULT_POLICY), answer: null, events: [], notice: null },
      });
      return id;
    },
    seen: async (): Promise<Probing | null> => {
      const subject = await subjects.find(number);
      return subject === null ? null : probing.find(subject.id);
    },
  };
};

const scoresOf = (given: Partial<Scores>): Scores => ({
  ...{ familyName: null, givenName: null, gender: null, birthDate: null, email: null },
  address: { country: null, postalCode: null, streetAddress: null, locality: null },
  ...given,
});
const named = (lastName: string | number): MatchIdentity => ({ lastName: `Name${lastName}` });

describe('different identities on one number', () => {
  it('are tried up to the limit; the next one is refused, and noted', async () => {
    const number = on(aNumber());
    for (let i = 1; i <= 5; i++) expect(await number.tried(named(i))).toBe('admitted');
    const last = await number.trying(named(5));
    expect(await number.seen()).toBeNull();
    expect(await number.tried(named(6))).toBe('refused');
    expect(await number.seen()).toMatchObject({
      ...{
        matchId: last,
        application: 'shop',
        kind: 'identities',
        identities: 5,
        climbs: 0,
        reportedAt: null,
      },
    });
  });

  it('count on this number only', async () => {
    const [one, other] = [on(aNumber()), on(aNumber())];
    for (let i = 1; i <= 5; i++) await one.trying(named(i));
    expect([await one.tried(named(6)), await other.tried(named(6))]).toEqual(['refused', 'admitted']);
  });

  it('count over all applications', async () => {
    const number = on(aNumber());
    for (let i = 1; i <= 5; i++)
      await number.trying(named(i), { application: i % 2 === 0 ? 'shop' : 'bank' });
    expect(await number.tried(named(6), { application: 'third' })).toBe('refused');
  });

  it('the same again is never counted, and is let in also when others are not', async () => {
    const number = on(aNumber());
    for (let i = 0; i < 20; i++)
      expect(await number.tried({ lastName: 'Name1', firstName: ' ZOÉ' })).toBe('admitted');
    for (let i = 2; i <= 5; i++) await number.trying(named(i));
    expect(await number.tried(named(6))).toBe('refused');
    expect(await number.tried({ firstName: 'zoe', lastName: 'NAME1 ' })).toBe('admitted');
  });

  it('are forgotten after the window', async () => {
    const number = on(aNumber());
    for (let i = 1; i <= 5; i++) await number.trying(named(i));
    now += 61 * MINUTE_MS;
    expect(await number.tried(named(6))).toBe('admitted');
  });

  it('the throttle ends by itself, is not drawn out by who goes on, and counts anew then', async () => {
    const number = on(aNumber());
    for (let i = 1; i <= 5; i++) await number.trying(named(i));
    expect(await number.tried(named(6))).toBe('refused');
    now += 29 * MINUTE_MS;
    expect(await number.tried(named(6))).toBe('refused');
    now += MINUTE_MS;
    for (let i = 6; i <= 10; i++) expect([i, await number.tried(named(i))]).toEqual([i, 'admitted']);
    expect(await number.tried(named(11))).toBe('refused');
  });

  it('of fifty at once from two instances, no more than the limit are let in', async () => {
    const number = aNumber();
    // Embedded, there is one connection and one process; on a server, two pools.
    const other = place.url === undefined ? database : await place.open();
    const processes = [on(number), on(number, instance(other))];
    const all = Array.from({ length: 50 }, (_, i) => processes[i % 2]!.tried(named(i)));
    expect((await Promise.all(all)).filter((outcome) => outcome === 'admitted')).toHaveLength(5);
  });

  it('a repetition by Idempotency-Key is a repetition, also while others are refused', async () => {
    const number = on(aNumber());
    const idempotency = {
      key: new Uint8Array(randomBytes(32)),
      fingerprint: new Uint8Array(randomBytes(32)),
    };
    await number.trying(named(1), { idempotency });
    for (let i = 2; i <= 5; i++) await number.trying(named(i));
    expect(await number.tried(named(6))).toBe('refused');
    // With another body, too: the service tells these two apart.
    await expect(number.trying(named(7), { idempotency })).rejects.toBeInstanceOf(IdempotencyKeyUsedError);
    await expect(number.trying(named(1), { idempotency })).rejects.toBeInstanceOf(IdempotencyKeyUsedError);
  });

  it('is switched off where there is no gate', async () => {
    const number = on(aNumber());
    for (let i = 1; i <= 10; i++) expect(await number.tried(named(i), { probing: null })).toBe('admitted');
  });
});

describe('scores that climb', () => {
  it('field by field: the fourth step is refused', async () => {
    const number = on(aNumber());
    await number.scored(named(1), { familyName: 1, givenName: 0, birthDate: 0 });
    await number.scored(named(2), { familyName: 1, givenName: 1, birthDate: 0 });
    await number.scored(named(3), { familyName: 1, givenName: 1, birthDate: 0.5 });
    expect(await number.tried(named(3))).toBe('admitted');
    await number.scored(named(4), { familyName: 1, givenName: 1, birthDate: 1 });
    expect(await number.tried(named(5))).toBe('refused');
    expect(await number.seen()).toMatchObject({ kind: 'climbing', identities: 4, climbs: 3 });
  });

  it('within one field, also of the address, and with worse tries in between', async () => {
    const number = on(aNumber(), instance(), { ...LIMITS, maxIdentities: 100 });
    const locality = (score: number) => ({
      address: { ...scoresOf({}).address, locality: score },
    });
    for (const [i, score] of [0.1, 0.2, 0, 0.2, 0.3, 0.05].entries()) {
      await number.scored(named(i), locality(score));
    }
    expect(await number.tried(named('a'))).toBe('admitted');
    await number.scored(named('b'), locality(0.31));
    expect(await number.tried(named('c'))).toBe('refused');
  });

  it('a mistyped name or two, put right, is none of it', async () => {
    const number = on(aNumber());
    await number.scored(named('typo'), { familyName: 0.86, givenName: 0.5, birthDate: 1 });
    await number.scored(named('typo2'), { familyName: 1, givenName: 0.5, birthDate: 1 });
    await number.scored(named('right'), { familyName: 1, givenName: 1, birthDate: 1 });
    expect(await number.tried(named('another'))).toBe('admitted');
  });

  it('scores that go up and down without coming closer are none of it', async () => {
    const number = on(aNumber());
    for (const [i, score] of [1, 0.2, 0.9, 0.3].entries())
      await number.scored(named(i), { familyName: score });
    expect(await number.tried(named('another'))).toBe('admitted');
  });
});

describe('what was detected', () => {
  it('is reported once, opens one case, and is on record', async () => {
    const number = on(aNumber());
    const { probing } = instance();
    for (let i = 1; i <= 5; i++) await number.trying(named(i));
    await number.tried(named(6));
    const seen = (await number.seen())!;
    const event = (id: string) => ({
      ...({ id, at: new Date(now), actor: { kind: 'key', id: 'k' }, application: null } as const),
      ...({
        action: 'probe.detected',
        target: { type: 'match', id: seen.matchId },
        outcome: 'allowed',
      } as const),
      ...{ permission: null, requestId: null, data: {} },
    });
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const reported = await Promise.all(ids.map((id) => probing.report(seen, event(id))));
    expect(reported.filter(Boolean)).toHaveLength(1);
    const cases = await database.client.review.findMany({ where: { matchId: seen.matchId } });
    expect(cases).toMatchObject([{ cause: 'probing', state: 'open', openedById: null }]);
    expect(await database.client.accessEvent.count({ where: { id: { in: ids } } })).toBe(1);
  });

  it('goes with the person who is erased', async () => {
    const number = on(aNumber());
    for (let i = 1; i <= 5; i++) await number.trying(named(i));
    await number.tried(named(6));
    const { subjectId } = (await number.seen())!;
    const { client } = database;
    expect(await client.match.count({ where: { subjectId, identityIndex: { not: null } } })).toBe(5);
    await client.subject.update({
      where: { id: subjectId },
      data: { numberIndex: null, erasedAt: new Date(now) },
    });
    expect(await client.match.count({ where: { subjectId, identityIndex: { not: null } } })).toBe(0);
    expect(await client.probing.count({ where: { subjectId } })).toBe(0);
  });
});
