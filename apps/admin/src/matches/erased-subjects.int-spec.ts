import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import type { MatchChange, OpenedMatch } from 'nestjs-dqe-idmobile';
import { v7 as uuidv7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { aMatch, change } from '../../../../test/support/match-store-contract.js';
import { eraseSubject, GROUPED, matchesOn, type MatchesOn } from '../../../../test/support/matches-on.js';
import { MatchSeals } from './match-seals.js';
import { PrismaMatchOpening } from './prisma-match-opening.js';
import { PrismaConsentSessions } from '../callback/prisma-consent-sessions.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const aHash = () => createHash('sha256').update(randomUUID()).digest('hex');
let numbers = 600_100_000;
const aNumber = () => `+33${(numbers += 1)}`;

describe('matches and the erasure of their subject', () => {
  let place: TestDatabase;
  let database: Database;
  /** Two processes; neither hears of what the other erases. */
  let one: MatchesOn;
  let other: MatchesOn;
  beforeAll(async () => {
    place = await testDatabase();
    database = await place.open();
    one = matchesOn(database);
    other = matchesOn(database);
  });
  afterAll(() => place.drop());

  const opened = async (by: MatchesOn, more: Partial<OpenedMatch> = {}): Promise<string> => {
    const match = aMatch({ id: uuidv7(), reference: 'R-1', ...more });
    await by.store.open(match);
    return match.id;
  };
  const rowOf = (id: string) =>
    database.client.match.findUniqueOrThrow({ where: { id }, include: { consent: true } });
  const subjectOf = async (id: string) => (await rowOf(id)).subjectId!;
  /** A match after which nothing of its customer is left. */
  const erased = async (make: (number: string) => Promise<string>): Promise<string> => {
    const id = await make(aNumber());
    await eraseSubject(other, await subjectOf(id));
    return id;
  };

  it('gives two first matches of one number one subject', async () => {
    const number = aNumber();
    const ids = await Promise.all([one, other, one, other].map((by) => opened(by, { number })));
    expect(new Set(await Promise.all(ids.map(subjectOf))).size).toBe(1);
    expect(await one.personal.open(ids, null)).toMatchObject(ids.map((matchId) => ({ matchId, number })));
  });

  it('asks the database once for a match on a known number', async () => {
    const number = aNumber();
    await opened(one, { number });
    const statements: string[] = [];
    const counting = new Proxy(database.client, {
      get: (client, name) => {
        statements.push(String(name));
        const member: unknown = Reflect.get(client, name);
        return typeof member === 'function' ? (member.bind(client) as unknown) : member;
      },
    });
    const process = matchesOn({ client: counting });
    await opened(process, { number });
    expect(statements).toHaveLength(3);
    statements.length = 0;
    await opened(process, { number });
    expect(statements).toEqual(['$queryRaw']);
    // Somebody new: the subject, the key and the match, together; and whoever is turned away at once.
    statements.length = 0;
    await opened(process, { number: aNumber() });
    expect(statements).toEqual(['$queryRaw']);
    statements.length = 0;
    const match = aMatch({ id: uuidv7(), number: aNumber() });
    await process.store.openRejected(match, change.turnedAway(match.id));
    expect(statements).toEqual(['$queryRaw']);
  });

  it('gives whoever comes back after an erasure a new subject, whatever a process remembers', async () => {
    const number = aNumber();
    const before = await opened(one, { number });
    await eraseSubject(other, await subjectOf(before));
    const after = await opened(one, { number });
    expect(await subjectOf(after)).not.toBe(await subjectOf(before));
    expect(await one.personal.open([before, after], null)).toMatchObject([
      { matchId: before, erased: true, number: null },
      { matchId: after, erased: false, number },
    ]);
    const found = await one.reader.page({ number, within: null }, 10, null);
    expect(found.map(({ id }) => id)).toEqual([after]);
  });

  it('refuses the statement where the subject is erased between its lookup and the insert', async () => {
    const number = aNumber();
    const { id: first } = await one.subjects.findOrCreate(number);
    class Racing extends MatchSeals {
      override async seal<Values extends Parameters<MatchSeals['seal']>[2]>(
        subject: string | null,
        match: string,
        values: Values,
      ) {
        const sealed = await super.seal(subject, match, values);
        if (subject === first) await eraseSubject(other, first);
        return sealed;
      }
    }
    const { database: prisma, indexes, keys, sealer, lease } = one;
    const seals = new Racing(keys, sealer);
    const match = aMatch({ id: uuidv7(), number });
    const { id } = match;
    await new PrismaMatchOpening(prisma, indexes, seals, lease, GROUPED).open(match, null);
    expect(await subjectOf(id)).not.toBe(first);
    expect(await database.client.match.count({ where: { subjectId: first } })).toBe(0);
    expect(await one.personal.open([id], null)).toMatchObject([{ erased: false, number }]);
  });

  it('leaves nothing behind, however erasures and matches of one number interleave', async () => {
    const number = aNumber();
    const identity = { email: `${randomUUID()}@mail.example` };
    const erasing = async () => {
      const subject = await other.subjects.find(number);
      if (subject !== null) await eraseSubject(other, subject.id);
    };
    const ids: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const made = await Promise.all([
        ...[one, other, one, other, one].map((by) => opened(by, { number, identity })),
        erasing(),
      ]);
      ids.push(...made.filter((id) => id !== undefined));
    }
    const rows = await database.client.match.findMany({
      where: { id: { in: ids } },
      include: { subject: true },
    });
    const readable = await matchesOn(database).personal.open(ids, null);
    expect(rows).toHaveLength(20);
    for (const { id, subject, emailIndex, reference } of rows) {
      const gone = subject?.erasedAt !== null;
      expect({ gone, index: emailIndex === null, reference }).toEqual({
        ...{ gone, index: gone, reference: gone ? null : 'R-1' },
      });
      expect(readable.find(({ matchId }) => matchId === id)?.erased).toBe(gone);
    }
    expect(await one.reader.page({ email: identity.email, within: null }, 50, null)).toHaveLength(
      rows.filter(({ subject }) => subject?.erasedAt === null).length,
    );
  });

  describe('once erased', () => {
    const pending = async (number: string, stateHash = aHash()) => {
      const id = await opened(one, { number });
      await one.store.advance(change.consent_pending(id, stateHash));
      return id;
    };

    it('is still listed and viewed, without what only the customer had', async () => {
      const id = await erased(pending);
      for (const { reader } of [other, matchesOn(database)]) {
        const found = await reader.find(id, null);
        expect(found).toMatchObject({ id, status: 'consent_pending', consent: { url: null } });
        expect(found?.reference).toBeNull();
        expect((await reader.page({ within: null }, 100, null)).map((match) => match.id)).toContain(id);
      }
    });

    it('keeps no index, no reference, no fingerprint and no token', async () => {
      const id = await erased(pending);
      const row = await rowOf(id);
      expect(row).toMatchObject({ emailIndex: null, reference: null, requestFingerprint: null });
      expect(row.consent?.tokenSealed).toBeNull();
      expect(row.numberHint).toHaveLength(2);
    });

    it('is not claimed any more: the browser is told that it is over, and the match expires', async () => {
      const stateHash = aHash();
      const id = await erased((number) => pending(number, stateHash));
      expect(await one.store.claim(stateHash, NOW, [])).toMatchObject({ claimed: false, matchId: id });
      for (const { store } of [other, matchesOn(database)]) {
        expect(await store.claim(stateHash, NOW, [])).toMatchObject({
          ...{ claimed: false, matchId: id, status: 'consent_pending', returnUrl: null },
        });
      }
      expect(await one.store.advance(change.expired(id, 'consent_pending'))).toBe(true);
      expect(await one.store.claim(stateHash, NOW, [])).toMatchObject({ status: 'expired' });
    });

    it('leads nowhere by our link', async () => {
      const id = await erased(pending);
      const sessions = new PrismaConsentSessions(other.database, matchesOn(database).seals);
      expect(await sessions.visit(id, NOW)).toMatchObject({ status: 'expired', url: null, returnUrl: null });
    });

    it.each(['scored', 'rejected'] as const)('ends %s as it ended, without what DQE sent', async (to) => {
      const id = await erased((number) => opened(other, { number }));
      expect(await other.store.advance(change[to](id, 'requested'))).toBe(true);
      expect(await other.reader.find(id, null)).toMatchObject({ status: to });
      expect(await other.personal.open([id], null)).toMatchObject([{ erased: true, answer: null }]);
    });

    it('may still be told to ask for consent, by an answer on its way', async () => {
      const stateHash = aHash();
      const id = await erased((number) => opened(other, { number }));
      const process = matchesOn(database);
      expect(await process.store.advance(change.consent_pending(id, stateHash))).toBe(true);
      expect((await rowOf(id)).consent).toMatchObject({ tokenSealed: null, urlSealed: null });
      expect(await process.store.claim(stateHash, NOW, [])).toMatchObject({ claimed: false });
    });

    it('is taken up by nobody, where its process died', async () => {
      const stateHash = aHash();
      const id = await erased(async (number) => {
        const made = await pending(number, stateHash);
        expect(await one.store.claim(stateHash, NOW, [])).toMatchObject({ claimed: true });
        return made;
      });
      const found = await matchesOn(database).store.stranded(NOW);
      expect(found.filter(({ need }) => need === 'interrupted')).toEqual([]);
      const late = await other.store.stranded(new Date(NOW.getTime() + 400_000));
      expect(late).toContainEqual(expect.objectContaining({ need: 'overdue', matchId: id }));
    });
  });

  it('keeps what DQE sent for who may read it, and for nobody else', async () => {
    const id = await opened(one);
    const scored = change.scored(id, 'requested') as Extract<MatchChange, { to: 'scored' }>;
    await one.store.advance({ ...scored, answer: { family_name: 0.98, note: 'canary answer' } });
    expect(await other.personal.open([id], 'default')).toMatchObject([
      { answer: { family_name: 0.98, note: 'canary answer' }, identity: { firstName: 'Zoë' } },
    ]);
    expect(await other.personal.open([id, uuidv7()], 'shop')).toEqual([]);
    expect(Buffer.from((await rowOf(id)).answerSealed!).includes('canary')).toBe(false);
  });
});
