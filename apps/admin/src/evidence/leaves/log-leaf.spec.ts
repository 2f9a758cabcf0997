import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { decodeLeaf } from 'transparency-log';
import { keysLeaf, leafOf } from './log-leaf.js';
import type { AccessOccurrence, MatchOccurrence, QueuedEvent } from './queued-event.js';

const AT = new Date('2026-01-31T12:00:00.000Z');
const MATCH = '0190f0a1-3333-7000-8000-000000000001';
const matchEvent = (more: Partial<MatchOccurrence> = {}): MatchOccurrence => ({
  ...{
    source: 'match',
    at: AT,
    actor: null,
    requestId: null,
    matchId: MATCH,
    type: 'settled',
    durationMs: 3,
  },
  ...{ data: { status: 'scored' }, state: null, sealed: null, purged: false },
  ...more,
});
const access = (more: Partial<AccessOccurrence> = {}): AccessOccurrence => ({
  ...{ source: 'access', at: AT, actor: { kind: 'key', id: 'k' }, requestId: null, action: 'match.list' },
  ...{
    target: { type: 'match', id: null },
    outcome: 'allowed',
    application: null,
    permission: null,
    data: {},
  },
  ...more,
});
const queued = (event: QueuedEvent['event'], source: QueuedEvent['source'] = 'match'): QueuedEvent => ({
  ...{ source, id: 'e1', recordedAt: AT, event },
});
const toldBy = (event: QueuedEvent) => decodeLeaf(leafOf(event).bytes);

describe('the leaf of an event', () => {
  it('has the hash of its payload, which is another each time: what it said cannot be tried out', () => {
    const [one, other] = [leafOf(queued(matchEvent())), leafOf(queued(matchEvent()))];
    for (const { bytes, payload } of [one, other]) {
      const hash = createHash('sha256').update(payload!).digest('base64');
      expect(decodeLeaf(bytes).payloadHash).toBe(hash);
      expect(JSON.parse(payload!)).toMatchObject({ data: { status: 'scored' }, durationMs: 3 });
    }
    expect(one.payload).not.toBe(other.payload);
  });

  it('says nothing of what it held where that was purged', () => {
    const leaf = leafOf(queued(matchEvent({ purged: true, data: null, durationMs: null })));
    expect([leaf.payload, decodeLeaf(leaf.bytes).payloadHash]).toEqual([null, undefined]);
    expect(leaf.matchId).toBe(MATCH);
  });

  it('is found by its match only where it is about one', () => {
    const ofTarget = (target: AccessOccurrence['target']) =>
      leafOf(queued(access({ target }), 'access')).matchId;
    expect(ofTarget({ type: 'match', id: MATCH })).toBe(MATCH);
    expect([
      ofTarget({ type: 'match', id: null }),
      ofTarget({ type: 'key', id: MATCH }),
      ofTarget(null),
    ]).toEqual([...[null, null, null]]);
  });

  it('never throws, whatever the event is, and always has its id', () => {
    const anyEvent = fc.oneof(
      fc.constant(null),
      fc.record({ data: fc.anything(), durationMs: fc.anything() }).map((more) => matchEvent(more as object)),
      fc
        .record({
          data: fc.anything(),
          outcome: fc.string({ unit: 'binary' }),
          action: fc.string({ unit: 'binary' }),
        })
        .map((more) => access(more)),
      fc.date({ noInvalidDate: false }).map((at) => access({ at })),
    );
    fc.assert(
      fc.property(anyEvent, (event) => {
        const source = event?.source ?? 'access';
        const leaf = leafOf(queued(event, source));
        expect([leaf.eventId, decodeLeaf(leaf.bytes).id]).toEqual(['e1', 'e1']);
        if (leaf.untold === true) expect(decodeLeaf(leaf.bytes).type).toMatch(/\.(missing|unreadable)$/);
      }),
    );
  });

  it('too large to be one, enters by its id', () => {
    expect(toldBy(queued(access({ action: 'x'.repeat(70_000) }), 'access'))).toMatchObject({
      ...{ type: 'access.unreadable', id: 'e1', actor: null },
    });
  });
});

it('the leaf of the keys names them, and whose they are', () => {
  const { bytes, payload, matchId } = keysLeaf('a.example/log', ['k1', 'k2'], AT);
  expect(decodeLeaf(bytes)).toMatchObject({ type: 'log.keys', target: { kind: 'log', id: 'a.example/log' } });
  expect([JSON.parse(payload!).keys, matchId]).toEqual([['k1', 'k2'], null]);
});
