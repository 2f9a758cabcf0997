import { DqeMatchSupersededError, DqeStoreError } from '../errors/dqe-errors.js';
import { DqeEvents } from '../monitor/dqe-events.js';
import { MatchNoticeDispatcher } from '../notices/match-notice-dispatcher.js';
import type { NoticeHandlers } from '../notices/notice-handlers.js';
import { systemClock } from '../options/clock.js';
import { resolveOptions } from '../options/resolve-options.js';
import { InMemoryMatchStore } from './in-memory-match-store.js';
import { PROCESS_LOST } from './match-error.js';
import { type MovingMatch, Settlement } from './settlement.js';
import { Timeline } from './timeline.js';

const ACCESS_DENIED = { id: '21', type: 'access denied', retryable: false, category: 'declined' } as const;

describe('a match', () => {
  let store: InMemoryMatchStore;
  let settlement: Settlement;
  let match: MovingMatch;

  beforeEach(async () => {
    store = new InMemoryMatchStore();
    const options = resolveOptions({
      ...{ baseUrl: 'https://dqe.example', licence: 'L', clientSecret: 's', partnerName: 'P', store },
    });
    const handlers = { types: ['match.settled'], of: () => [{ name: 'anybody' }] };
    const notices = new MatchNoticeDispatcher(handlers as unknown as NoticeHandlers, options);
    settlement = new Settlement(new DqeEvents(), notices, options);
    await store.open({
      ...{ id: 'm', createdAt: new Date(0), number: '+33612345678', country: 'FR', identity: {} },
      ...{ codeName: null, purpose: null, reference: null, consentOffered: false, returnUrl: null },
      ...{ events: [], context: undefined },
    });
    match = { matchId: 'm', from: 'requested', timeline: new Timeline(options.clock) };
  });
  const noticed = async () =>
    (await store.takeNotices(10, ['match.settled'])).map(({ matchId, status }) => [matchId, status]);
  const typesOf = () => store.get('m')?.events.map(({ type }) => type);

  it('that was given up keeps its first outcome, and what came too late is on record as that', async () => {
    await settlement.unknown(match, PROCESS_LOST);
    match.timeline.add('answered', { answer: 'error', errorId: '21' });
    await expect(settlement.rejected(match, ACCESS_DENIED)).rejects.toThrow(DqeMatchSupersededError);
    expect(store.get('m')).toMatchObject({
      status: 'unknown',
      change: { error: { id: 'DQE_PROCESS_LOST' } },
    });
    expect(typesOf()).toEqual(['settled', 'answered', 'superseded']);
    expect(store.get('m')?.events.at(-1)?.data).toEqual({ status: 'rejected' });
    expect(await noticed()).toEqual([['m', 'unknown']]);
  });

  it.each(['at once', 'in two writes, where the store knows no better'])('is turned away %s', async (how) => {
    if (how !== 'at once') Object.assign(store, { openRejected: undefined });
    const opened = { ...store.get('m')!.opened, id: 'away', events: match.timeline.take() };
    const error = { id: 'DQE_CIRCUIT_OPEN', type: 'down', retryable: true, category: 'temporary' } as const;
    await settlement.turnedAway(opened, match.timeline, error);
    expect(store.get('away')).toMatchObject({
      ...{ status: 'rejected', change: { error, answer: null } },
      events: [{ type: 'settled', data: { status: 'rejected', errorId: 'DQE_CIRCUIT_OPEN' } }],
    });
    expect(await noticed()).toEqual([['away', 'rejected']]);
  });

  it('is turned away completely or not at all', async () => {
    store.openRejected = () => Promise.reject(new Error('disk full'));
    const opened = { ...store.get('m')!.opened, id: 'away' };
    await expect(settlement.turnedAway(opened, match.timeline, PROCESS_LOST)).rejects.toThrow('disk full');
    // There is no outcome to be saved late: whoever asked was told that nothing is on record.
    await settlement.saveLate();
    expect(store.get('away')).toBeUndefined();
    expect(await noticed()).toEqual([]);
  });

  it('moves along declared arrows only', async () => {
    await expect(settlement.expired(match)).rejects.toThrow('no match moves from requested to expired');
    expect(typesOf()).toEqual([]);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('disk full'))],
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
  ])('stays where it is when the store %s', async (_how, advance) => {
    Object.assign(store, { advance });
    const error = await settlement.rejected(match, ACCESS_DENIED).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DqeStoreError);
    expect((error as DqeStoreError).matchId).toBe('m');
    expect(store.get('m')?.status).toBe('requested');
  });

  it('has its outcome stored as soon as the store works again', async () => {
    const works = store.advance.bind(store);
    Object.assign(store, { advance: () => Promise.reject(new Error('disk full')) });
    await settlement.rejected(match, ACCESS_DENIED).catch(() => undefined);
    await expect(settlement.saveLate()).rejects.toThrow('disk full');
    Object.assign(store, { advance: works });
    await settlement.saveLate();
    await settlement.saveLate();
    expect(store.get('m')).toMatchObject({ status: 'rejected', change: { error: { id: '21' } } });
    expect(typesOf()).toEqual(['settled']);
    expect(await noticed()).toEqual([['m', 'rejected']]);
  });

  it('that was given up meanwhile keeps that outcome, also when the store works again', async () => {
    const works = store.advance.bind(store);
    Object.assign(store, { advance: () => Promise.reject(new Error('disk full')) });
    await settlement.rejected(match, ACCESS_DENIED).catch(() => undefined);
    Object.assign(store, { advance: works });
    await settlement.unknown({ ...match, timeline: new Timeline(systemClock) }, PROCESS_LOST);
    await settlement.saveLate();
    expect(store.get('m')?.status).toBe('unknown');
    expect(typesOf()).toEqual(['settled', 'superseded']);
    expect(await noticed()).toEqual([['m', 'unknown']]);
  });
});
