import { randomUUID } from 'node:crypto';

import {
  canMove,
  type MatchChange,
  type MatchEvent,
  type MatchNotice,
  type MatchStatus,
  MATCH_STATUSES,
  type MatchStore,
  type OpenedMatch,
  type RejectedChange,
} from 'nestjs-dqe-idmobile';

/** A store under test, and a way to see what it holds. */
export interface MatchStoreUnderTest {
  readonly store: MatchStore;
  /** How a match stands, what happened to it and what DQE sent, or null where there is none. */
  read(
    matchId: string,
  ): Promise<{ status: MatchStatus; events: readonly MatchEvent[]; answer: unknown } | null>;
  close(): Promise<void>;
}

const NOW = new Date('2026-03-01T12:00:00.000Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const SESSION_MS = 300_000;

const event = (type: MatchEvent['type'], at = NOW, data: MatchEvent['data'] = {}): MatchEvent => ({
  type,
  at,
  durationMs: null,
  data,
});

export const aMatch = (more: Partial<OpenedMatch> = {}): OpenedMatch => ({
  id: randomUUID(),
  createdAt: NOW,
  number: '+33612345678',
  country: 'FR',
  identity: { firstName: 'Zoë', lastName: 'D’Hérouville', birthDate: '1985-04-12' },
  codeName: null,
  purpose: null,
  reference: null,
  consentOffered: true,
  returnUrl: 'https://www.partner.example/done?a=1',
  events: [event('requested')],
  context: undefined,
  ...more,
});

export const aHash = () => (randomUUID() + randomUUID()).replaceAll('-', '');
const TOKEN_HASH = aHash();

const UNAVAILABLE = {
  ...{ familyName: null, givenName: null, gender: null, birthDate: null, email: null },
  address: { country: null, postalCode: null, streetAddress: null, locality: null },
};

/** One valid change into each status there is an `advance` for. */
export const change = {
  consent_pending: (matchId: string, stateHash = aHash(), expiresAt = after(SESSION_MS)): MatchChange => ({
    ...{ matchId, from: 'requested', to: 'consent_pending', at: NOW, operator: 'Orange' },
    consent: {
      ...{ stateHash, token: 'TOK1', tokenHash: TOKEN_HASH },
      ...{ url: 'https://operator.example/c/1', openedAt: NOW, expiresAt },
    },
    events: [event('consent_opened')],
    notice: null,
  }),
  scored: (matchId: string, from: MatchStatus, at = NOW): MatchChange => ({
    ...{ matchId, from, to: 'scored', at, operator: 'Orange' },
    scores: { ...UNAVAILABLE, familyName: 0.98 },
    verdict: { result: 'insufficient', policy: 'default@1', reasons: [] },
    answer: { family_name: 0.98, address: { locality: '' } },
    events: [event('answered', at), event('settled', at, { status: 'scored' })],
    notice: null,
  }),
  rejected: (matchId: string, from: MatchStatus, at = NOW): MatchChange => ({
    ...{ matchId, from, to: 'rejected', at },
    error: { id: '13', type: 'operator not found', retryable: false, category: 'not_covered' },
    answer: { status: 'error', error_id: 13 },
    events: [event('settled', at, { status: 'rejected' })],
    notice: null,
  }),
  turnedAway: (matchId: string, notice: MatchNotice | null = null): RejectedChange => ({
    ...{ matchId, from: 'requested', to: 'rejected', at: NOW, answer: null, notice },
    error: { id: 'DQE_CIRCUIT_OPEN', type: 'not asked', retryable: true, category: 'temporary' },
    events: [event('settled', NOW, { status: 'rejected', errorId: 'DQE_CIRCUIT_OPEN' })],
  }),
  unknown: (matchId: string, from: MatchStatus): MatchChange => ({
    ...{ matchId, from, to: 'unknown', at: NOW },
    error: { id: 'DQE_TIMEOUT', type: 'no answer', retryable: true, category: 'temporary' },
    events: [event('settled', NOW, { status: 'unknown' })],
    notice: null,
  }),
  expired: (matchId: string, from: MatchStatus, at = NOW): MatchChange => ({
    ...{ matchId, from, to: 'expired', at },
    events: [event('settled', at, { status: 'expired' })],
    notice: null,
  }),
};

/** What every `MatchStore` has to do, whatever it keeps its matches in. */
export function describeMatchStore(name: string, create: () => Promise<MatchStoreUnderTest>): void {
  describe(`${name}, as a MatchStore`, () => {
    let subject: MatchStoreUnderTest;
    let store: MatchStore;

    beforeAll(async () => {
      subject = await create();
      ({ store } = subject);
    });
    afterAll(() => subject.close());

    const statusOf = async (matchId: string) => (await subject.read(matchId))?.status;
    const eventTypesOf = async (matchId: string) =>
      (await subject.read(matchId))?.events.map(({ type }) => type);

    const opened = async (more: Partial<OpenedMatch> = {}) => {
      const match = aMatch(more);
      await store.open(match);
      return match;
    };
    const consenting = async (expiresAt = after(SESSION_MS), more: Partial<OpenedMatch> = {}) => {
      const match = await opened(more);
      const stateHash = aHash();
      expect(await store.advance(change.consent_pending(match.id, stateHash, expiresAt))).toBe(true);
      return { match, stateHash };
    };
    const retrieving = async (expiresAt = after(SESSION_MS)) => {
      const made = await consenting(expiresAt);
      expect(await store.claim(made.stateHash, NOW, [])).toMatchObject({ claimed: true });
      return made;
    };
    const afterConsent = async (to: 'scored' | 'rejected') =>
      change[to]((await retrieving()).match.id, 'retrieving');
    /** A new match, brought to a status by arrows of the state machine. */
    const matchIn = async (status: MatchStatus): Promise<string> => {
      if (status === 'requested') return (await opened()).id;
      if (status === 'consent_pending') return (await consenting()).match.id;
      if (status === 'retrieving') return (await retrieving()).match.id;
      const { id } = status === 'expired' ? (await consenting()).match : await opened();
      const from = status === 'expired' ? 'consent_pending' : 'requested';
      expect(await store.advance(change[status](id, from))).toBe(true);
      return id;
    };

    describe('open', () => {
      it('records a match as requested, with its events', async () => {
        const { id } = await opened();
        expect(await statusOf(id)).toBe('requested');
        expect(await eventTypesOf(id)).toEqual(['requested']);
      });

      it('leaves other matches alone', async () => {
        const scored = await matchIn('scored');
        await opened();
        expect(await statusOf(scored)).toBe('scored');
      });
    });

    describe('openRejected', () => {
      const turnedAway = async (store: Required<MatchStore>) => {
        const match = aMatch();
        await store.openRejected(match, change.turnedAway(match.id));
        return match.id;
      };
      const both = () => store as Required<MatchStore>;

      it('records a match as rejected, with the events of its beginning and its end', async () => {
        const id = await turnedAway(both());
        expect(await subject.read(id)).toMatchObject({ status: 'rejected', answer: null });
        expect(await eventTypesOf(id)).toEqual(['requested', 'settled']);
      });

      it('leaves nothing to be done, and nothing that could be done', async () => {
        const id = await turnedAway(both());
        const before = await subject.read(id);
        expect(await store.advance(change.scored(id, 'requested'))).toBe(false);
        expect(await store.advance(change.rejected(id, 'requested'))).toBe(false);
        expect(await subject.read(id)).toEqual(before);
        const found = (await store.stranded(after(86_400_000))).map((one) =>
          one.need === 'interrupted' ? one.match.matchId : one.matchId,
        );
        expect(found).not.toContain(id);
      });

      it('leaves other matches alone', async () => {
        const { id } = await opened();
        await turnedAway(both());
        expect(await statusOf(id)).toBe('requested');
      });
    });

    describe('advance', () => {
      it.each(['scored', 'rejected', 'unknown', 'consent_pending'] as const)(
        'moves a requested match to %s',
        async (to) => {
          const { id } = await opened();
          const made = to === 'consent_pending' ? change[to](id) : change[to](id, 'requested');
          expect(await store.advance(made)).toBe(true);
          expect(await statusOf(id)).toBe(to);
        },
      );

      it.each(['scored', 'rejected', 'expired'] as const)('moves a retrieving match to %s', async (to) => {
        const { match } = await retrieving();
        expect(await store.advance(change[to](match.id, 'retrieving'))).toBe(true);
        expect(await statusOf(match.id)).toBe(to);
      });

      it.each(['scored', 'rejected'] as const)('keeps what DQE sent with %s', async (to) => {
        for (const made of [change[to]((await opened()).id, 'requested'), await afterConsent(to)]) {
          expect(await store.advance(made)).toBe(true);
          expect(await subject.read(made.matchId)).toMatchObject({
            answer: (made as Extract<MatchChange, { answer: unknown }>).answer,
          });
        }
        const silent = { ...change[to]((await opened()).id, 'requested'), answer: null } as MatchChange;
        expect(await store.advance(silent)).toBe(true);
        expect((await subject.read(silent.matchId))?.answer).toBeNull();
      });

      it('adds the events of the change behind those there are, in order', async () => {
        const { match } = await retrieving();
        await store.record(match.id, [event('callback_received'), event('retrieved')]);
        await store.advance(change.scored(match.id, 'retrieving', after(5)));
        expect(await eventTypesOf(match.id)).toEqual(
          'requested consent_opened callback_received retrieved answered settled'.split(' '),
        );
      });

      it.each(
        MATCH_STATUSES.flatMap((actual) =>
          MATCH_STATUSES.filter((from) => from !== actual && canMove(from, 'rejected')).map((from) => ({
            actual,
            from,
          })),
        ),
      )('answers false and changes nothing: $from was expected, $actual it is', async ({ actual, from }) => {
        const id = await matchIn(actual);
        const before = await subject.read(id);
        expect(await store.advance(change.rejected(id, from))).toBe(false);
        expect(await subject.read(id)).toEqual(before);
      });

      it('answers false for a match there is none of', async () => {
        expect(await store.advance(change.scored(randomUUID(), 'requested'))).toBe(false);
      });

      it('lets one of many at once through', async () => {
        const { id } = await opened();
        const rivals = Array.from({ length: 50 }, (_, i) =>
          store.advance(i % 2 === 0 ? change.scored(id, 'requested') : change.rejected(id, 'requested')),
        );
        expect((await Promise.all(rivals)).filter(Boolean)).toHaveLength(1);
        expect((await eventTypesOf(id))?.filter((type) => type === 'settled')).toHaveLength(1);
      });

      it('does not open a consent whose match has moved on', async () => {
        const { id } = await opened();
        await store.advance(change.rejected(id, 'requested'));
        const stateHash = aHash();
        expect(await store.advance(change.consent_pending(id, stateHash))).toBe(false);
        expect(await store.claim(stateHash, NOW, [])).toEqual({ claimed: false, matchId: null });
      });
    });

    describe('claim', () => {
      it('moves a pending consent to retrieving, and hands over what is needed to go on', async () => {
        const { match, stateHash } = await consenting();
        expect(await store.claim(stateHash, NOW, [])).toEqual({
          claimed: true,
          match: {
            ...{ matchId: match.id, operator: 'Orange', token: 'TOK1', expiresAt: after(SESSION_MS) },
            returnUrl: match.returnUrl,
          },
        });
        expect(await statusOf(match.id)).toBe('retrieving');
      });

      it('knows no return URL where none was given', async () => {
        const { stateHash } = await consenting(after(SESSION_MS), { returnUrl: null });
        expect(await store.claim(stateHash, NOW, [])).toMatchObject({ match: { returnUrl: null } });
      });

      it('succeeds once of a hundred at the same time', async () => {
        const { match, stateHash } = await consenting();
        const claims = await Promise.all(Array.from({ length: 100 }, () => store.claim(stateHash, NOW, [])));
        expect(claims.filter(({ claimed }) => claimed)).toHaveLength(1);
        const { id: matchId, returnUrl } = match;
        const refused = { claimed: false, matchId, status: 'retrieving', returnUrl, tokenMatches: false };
        expect(claims.filter(({ claimed }) => !claimed)).toEqual(Array<unknown>(99).fill(refused));
      });

      it('writes its events down with the success, and only then', async () => {
        const { match, stateHash } = await consenting();
        const received = [event('callback_received')];
        await Promise.all([1, 2, 3].map(() => store.claim(stateHash, NOW, received)));
        const types = await eventTypesOf(match.id);
        expect(types?.filter((type) => type === 'callback_received')).toHaveLength(1);
      });

      it.each([
        ['the token of the session', TOKEN_HASH, true],
        ['another token', aHash(), false],
        ['no token', undefined, false],
      ])('says of each callback whether it brought the token: %s', async (_what, brought, tokenMatches) => {
        const { match, stateHash } = await consenting();
        const data = { accepted: true, statusHint: null };
        await store.claim(stateHash, NOW, [event('callback_received', NOW, data)], brought);
        expect((await subject.read(match.id))?.events.at(-1)?.data).toEqual({ ...data, tokenMatches });
        expect(await store.claim(stateHash, NOW, [], brought)).toMatchObject({ tokenMatches });
        // Also when the token itself is gone.
        await store.advance(change.scored(match.id, 'retrieving'));
        expect(await store.claim(stateHash, NOW, [], brought)).toMatchObject({ tokenMatches });
      });

      it('does not know a state it was never given', async () => {
        expect(await store.claim(aHash(), NOW, [])).toEqual({ claimed: false, matchId: null });
      });

      it.each([0, 1, 86_400_000])('refuses a session that ended %i ms ago', async (ms) => {
        const { match, stateHash } = await consenting(after(1_000));
        expect(await store.claim(stateHash, after(1_000 + ms), [])).toMatchObject({
          ...{ claimed: false, matchId: match.id, status: 'consent_pending' },
          returnUrl: match.returnUrl,
        });
        expect(await statusOf(match.id)).toBe('consent_pending');
      });

      it('accepts a session in its last millisecond', async () => {
        const { stateHash } = await consenting(after(1_000));
        expect(await store.claim(stateHash, after(999), [])).toMatchObject({ claimed: true });
      });

      it('says how the match ended when its state comes back later', async () => {
        const { match, stateHash } = await retrieving();
        await store.advance(change.rejected(match.id, 'retrieving'));
        expect(await store.claim(stateHash, NOW, [])).toMatchObject({
          ...{ claimed: false, matchId: match.id, status: 'rejected' },
        });
      });
    });

    describe('record', () => {
      it('adds events in order, and changes nothing else', async () => {
        const { match } = await consenting();
        const data = { accepted: false, statusHint: null, attempt: 2, kind: 'shared' };
        await store.record(match.id, [event('callback_received', after(1), data)]);
        await store.record(match.id, [event('callback_received', after(2)), event('token', after(2))]);
        const read = await subject.read(match.id);
        expect(read?.status).toBe('consent_pending');
        expect(read?.events.map(({ type }) => type)).toEqual(
          'requested consent_opened callback_received callback_received token'.split(' '),
        );
        expect(read?.events[2]).toEqual(event('callback_received', after(1), data));
      });

      it('also takes events of a match that has ended', async () => {
        const id = await matchIn('scored');
        await store.record(id, [event('callback_received')]);
        expect(await statusOf(id)).toBe('scored');
        expect((await eventTypesOf(id))?.at(-1)).toBe('callback_received');
      });
    });

    describe('stranded', () => {
      const overdueAt = async (at: Date) =>
        (await store.stranded(at)).flatMap((found) => (found.need === 'overdue' ? [found] : []));
      const idsAt = async (at: Date) => (await overdueAt(at)).map(({ matchId }) => matchId);

      it('finds sessions whose time is over, whether they wait or are being retrieved', async () => {
        const waiting = await consenting(after(1_000));
        const fetching = await retrieving(after(1_000));
        expect(await overdueAt(after(1_000))).toEqual(
          expect.arrayContaining([
            { need: 'overdue', matchId: waiting.match.id, createdAt: NOW, status: 'consent_pending' },
            { need: 'overdue', matchId: fetching.match.id, createdAt: NOW, status: 'retrieving' },
          ]),
        );
      });

      it('leaves sessions that still live', async () => {
        const waiting = await consenting(after(1_001));
        const fetching = await retrieving(after(1_001));
        const found = await idsAt(after(1_000));
        expect(found).not.toContain(waiting.match.id);
        expect(found).not.toContain(fetching.match.id);
      });

      it('leaves what is no consent session, and what has ended, however old', async () => {
        const others = await Promise.all(
          MATCH_STATUSES.filter((status) => status !== 'retrieving' && status !== 'consent_pending').map(
            matchIn,
          ),
        );
        const found = await idsAt(after(10 * SESSION_MS));
        for (const id of others) expect(found).not.toContain(id);
      });

      it('changes nothing by looking', async () => {
        const { match } = await consenting(after(1_000));
        await store.stranded(after(2_000));
        expect(await statusOf(match.id)).toBe('consent_pending');
        expect(await idsAt(after(2_000))).toContain(match.id);
      });

      it('finds a match no more once it has expired, which leaves no way for a late result or callback', async () => {
        const { match, stateHash } = await retrieving(after(1_000));
        const expired: MatchChange = {
          ...{ matchId: match.id, from: 'retrieving', to: 'expired', at: after(2_000) },
          events: [event('settled', after(2_000), { status: 'expired' })],
          notice: null,
        };
        expect(await Promise.all([store.advance(expired), store.advance(expired)])).toContain(true);
        expect(await idsAt(after(2_000))).not.toContain(match.id);
        expect((await eventTypesOf(match.id))?.filter((type) => type === 'settled')).toHaveLength(1);
        expect(await store.advance(change.scored(match.id, 'retrieving'))).toBe(false);
        expect(await store.claim(stateHash, after(2_000), [])).toMatchObject({
          ...{ claimed: false, matchId: match.id, status: 'expired' },
        });
      });
    });
  });
}
