import { describeMatchStore } from '../../../../test/support/match-store-contract.js';
import { describeMatchStoreNotices } from '../../../../test/support/match-store-notices-contract.js';
import { ShiftedClock } from '../../../../test/support/shifted-clock.js';
import { InMemoryMatchStore } from './in-memory-match-store.js';
import type { MatchNotice } from '../notices/match-notice.js';
import type { OpenedMatch } from './match-store.js';

describeMatchStore('InMemoryMatchStore', () => {
  const store = new InMemoryMatchStore();
  return Promise.resolve({
    store,
    read: (matchId) => {
      const match = store.get(matchId);
      if (match === undefined) return Promise.resolve(null);
      const { status, events, change } = match;
      const answer = change !== null && 'answer' in change ? change.answer : null;
      return Promise.resolve({ status, events, answer });
    },
    close: () => Promise.resolve(),
  });
});

describeMatchStoreNotices('InMemoryMatchStore', () => {
  const clock = new ShiftedClock();
  return Promise.resolve({
    store: new InMemoryMatchStore(undefined, clock),
    forward: (ms) => {
      clock.forward(ms);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});

describe('InMemoryMatchStore', () => {
  const at = new Date('2026-03-01T12:00:00Z');
  const aMatch = (id: string): OpenedMatch => ({
    ...{ id, createdAt: at, number: '+33612345678', country: 'FR', identity: {}, codeName: null },
    ...{ purpose: null, reference: null, consentOffered: false, returnUrl: null, events: [], context: null },
  });
  const reject = (store: InMemoryMatchStore, matchId: string, notice: MatchNotice | null = null) =>
    store.advance({
      ...{ matchId, from: 'requested', to: 'rejected', at, events: [], notice },
      error: { id: '13', type: 'operator not found', retryable: false, category: 'not_covered' },
      answer: null,
    });

  it('makes room by forgetting the oldest match that has ended', async () => {
    const store = new InMemoryMatchStore(3);
    for (const id of ['a', 'b', 'c']) await store.open(aMatch(id));
    await reject(store, 'b');
    await reject(store, 'c');
    await store.open(aMatch('d'));
    expect(['a', 'b', 'c', 'd'].filter((id) => store.get(id) !== undefined)).toEqual(['a', 'c', 'd']);
  });

  it('forgets nothing that goes on, even where it is full', async () => {
    const store = new InMemoryMatchStore(2);
    for (const id of ['a', 'b', 'c']) await store.open(aMatch(id));
    expect(['a', 'b', 'c'].every((id) => store.get(id)?.status === 'requested')).toBe(true);
  });

  it('keeps no more notices than matches: the oldest makes room', async () => {
    const store = new InMemoryMatchStore(2);
    for (const id of ['a', 'b', 'c']) {
      await store.open(aMatch(id));
      await reject(store, id, {
        ...{ id: `notice-${id}`, type: 'match.settled', matchId: id, at, status: 'rejected' },
        ...{ verdict: null, errorId: '13', operator: null, expiresAt: null },
      });
    }
    const taken = await store.takeNotices(10, ['match.settled']);
    expect(taken.map(({ matchId }) => matchId)).toEqual(['b', 'c']);
  });

  it('forgets the state of a forgotten match', async () => {
    const store = new InMemoryMatchStore(1);
    await store.open(aMatch('a'));
    await store.advance({
      ...{ matchId: 'a', from: 'requested', to: 'consent_pending', at, events: [], operator: null },
      notice: null,
      consent: {
        stateHash: 'h',
        token: 't',
        tokenHash: 'th',
        url: 'https://o.example/',
        openedAt: at,
        expiresAt: at,
      },
    });
    await store.advance({
      ...{ matchId: 'a', from: 'consent_pending', to: 'expired', at, events: [], notice: null },
    });
    await store.open(aMatch('b'));
    expect(await store.claim('h', at, [])).toEqual({ claimed: false, matchId: null });
  });
});
