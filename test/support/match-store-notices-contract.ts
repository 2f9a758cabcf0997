import { randomUUID } from 'node:crypto';

import type { MatchChange, MatchNotice, MatchNoticeType, MatchStore } from 'nestjs-dqe-idmobile';
import { v7 as uuidv7 } from 'uuid';
import { aMatch, change } from './match-store-contract.js';

/** A store under test, and a way to make time pass for its notices. */
export interface NoticeStoreUnderTest {
  readonly store: MatchStore;
  forward(ms: number): Promise<void>;
  close(): Promise<void>;
}

const ALL: readonly MatchNoticeType[] = ['match.settled', 'match.consent_required', 'match.expired'];
const NOW = new Date('2026-03-01T12:00:00.123Z');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

export const aNotice = (matchId: string, more: Partial<MatchNotice> = {}): MatchNotice => ({
  ...{ id: uuidv7(), type: 'match.settled', matchId, at: NOW, status: 'rejected' },
  ...{ verdict: null, errorId: '13', operator: null, expiresAt: null },
  ...more,
});

/** What every `MatchStore` has to do with notices. */
export function describeMatchStoreNotices(name: string, create: () => Promise<NoticeStoreUnderTest>): void {
  describe(`${name}, as a keeper of notices`, () => {
    let subject: NoticeStoreUnderTest;
    let store: MatchStore;

    beforeAll(async () => {
      subject = await create();
      ({ store } = subject);
    });
    afterAll(() => subject.close());
    beforeEach(async () => {
      await subject.forward(24 * HOUR);
      for (const { id } of await store.takeNotices(1_000, ALL)) await store.dropNotice(id);
    });

    const opened = async () => {
      const match = aMatch();
      await store.open(match);
      return match.id;
    };
    /** A new match that was rejected, with a notice of that. */
    const noticed = async (more: Partial<MatchNotice> = {}) => {
      const matchId = await opened();
      const notice = aNotice(matchId, more);
      expect(await store.advance({ ...change.rejected(matchId, 'requested'), notice })).toBe(true);
      return notice;
    };
    const take = (limit = 1_000) => store.takeNotices(limit, ALL);
    const ids = (notices: readonly MatchNotice[]) => notices.map(({ id }) => id).sort();

    it.each<[string, Partial<MatchNotice>]>([
      ['a verdict', { status: 'scored', verdict: 'partial', errorId: null, operator: 'Orange' }],
      ['an error', { status: 'unknown', errorId: 'DQE_TIMEOUT' }],
      [
        'the end of a session',
        { type: 'match.consent_required', status: 'consent_pending', expiresAt: NOW, errorId: null },
      ],
      ['nothing of all that', { type: 'match.expired', status: 'expired', errorId: null }],
    ])('hands a notice out as it was stored, with %s', async (_what, more) => {
      const notice = await noticed(more);
      expect(await take()).toEqual([notice]);
    });

    it('has that of a match that was turned away, and none where it brought none', async () => {
      const { openRejected } = store as Required<MatchStore>;
      const [told, untold] = [aMatch(), aMatch()];
      const notice = aNotice(told.id, { errorId: 'DQE_CIRCUIT_OPEN' });
      await openRejected.call(store, told, change.turnedAway(told.id, notice));
      await openRejected.call(store, untold, change.turnedAway(untold.id));
      expect(await take()).toEqual([notice]);
    });

    it('has none where the change brought none', async () => {
      expect(await store.advance(change.rejected(await opened(), 'requested'))).toBe(true);
      expect(await take()).toEqual([]);
    });

    it('has none of a change that was not made', async () => {
      const matchId = await opened();
      await store.advance(change.rejected(matchId, 'requested'));
      const late: MatchChange = { ...change.scored(matchId, 'requested'), notice: aNotice(matchId) };
      expect(await store.advance(late)).toBe(false);
      const strange = randomUUID();
      const lost: MatchChange = { ...change.scored(strange, 'requested'), notice: aNotice(strange) };
      expect(await store.advance(lost)).toBe(false);
      expect(await take()).toEqual([]);
    });

    it('has that of the one change of many that was made', async () => {
      const matchId = await opened();
      const rivals = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const notice = aNotice(matchId);
          return { notice, moved: await store.advance({ ...change.rejected(matchId, 'requested'), notice }) };
        }),
      );
      expect(await take()).toEqual(rivals.filter(({ moved }) => moved).map(({ notice }) => notice));
    });

    it('hands each to one of many at once', async () => {
      const all = await Promise.all(Array.from({ length: 30 }, () => noticed()));
      const hands = await Promise.all(Array.from({ length: 10 }, () => take(5)));
      for (const taken of hands) expect(taken.length).toBeLessThanOrEqual(5);
      // One that was being taken is skipped by the others, so there may be some left.
      expect(ids([...hands.flat(), ...(await take())])).toEqual(ids(all));
      expect(await take()).toEqual([]);
    });

    it('hands out no more than asked for, and the rest to whoever asks next', async () => {
      const all = await Promise.all(Array.from({ length: 5 }, () => noticed()));
      const [first, second] = [await take(3), await take(3)];
      expect([first.length, second.length]).toEqual([3, 2]);
      expect(ids([...first, ...second])).toEqual(ids(all));
    });

    it('hands out what it is asked for, and leaves the rest', async () => {
      const settled = await noticed();
      const expired = await noticed({ type: 'match.expired', status: 'expired' });
      expect(await store.takeNotices(10, ['match.consent_required'])).toEqual([]);
      expect(await store.takeNotices(10, [])).toEqual([]);
      expect(await store.takeNotices(10, ['match.expired', 'match.consent_required'])).toEqual([expired]);
      expect(await take()).toEqual([settled]);
    });

    it('hands one out again after 30 s, then twice as long each time, up to an hour', async () => {
      const notice = await noticed();
      for (const seconds of [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]) {
        expect(await take()).toEqual([notice]);
        await subject.forward((seconds - 20) * SECOND);
        expect(await take()).toEqual([]);
        await subject.forward(20 * SECOND);
      }
    });

    it('hands out no more what was dropped, however often that was', async () => {
      const [dropped, kept] = [await noticed(), await noticed()];
      await take();
      await store.dropNotice(dropped.id);
      await store.dropNotice(dropped.id);
      await store.dropNotice(randomUUID());
      await subject.forward(HOUR);
      expect(await take()).toEqual([kept]);
    });
  });
}
