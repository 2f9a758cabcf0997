import fc from 'fast-check';

import { InMemoryMatchStore } from './in-memory-match-store.js';
import {
  canMove,
  isTerminal,
  MATCH_STATUSES,
  MATCH_TRANSITIONS,
  type MatchStatus,
} from './match-state-machine.js';
import type { MatchChange } from './match-store.js';

describe('the states of a match', () => {
  it('are these', () => {
    expect(MATCH_TRANSITIONS).toEqual({
      requested: ['scored', 'rejected', 'consent_pending', 'unknown'],
      consent_pending: ['retrieving', 'expired'],
      retrieving: ['scored', 'rejected', 'expired'],
      scored: [],
      rejected: [],
      expired: [],
      unknown: [],
    });
  });

  it('end in scored, rejected, expired and unknown', () => {
    expect(MATCH_STATUSES.filter(isTerminal)).toEqual(['scored', 'rejected', 'expired', 'unknown']);
  });

  it('are all reached from requested, and none leads back', () => {
    const seen: MatchStatus[] = ['requested'];
    for (const status of seen) {
      for (const next of MATCH_TRANSITIONS[status]) {
        expect(next).not.toBe('requested');
        if (!seen.includes(next)) seen.push(next);
      }
    }
    expect([...seen].sort()).toEqual([...MATCH_STATUSES].sort());
  });

  it('know of no arrow that was not declared', () => {
    for (const from of MATCH_STATUSES) {
      for (const to of MATCH_STATUSES) expect(canMove(from, to)).toBe(MATCH_TRANSITIONS[from].includes(to));
    }
  });
});

describe('a random walk of one match through a store', () => {
  const at = new Date('2026-03-01T12:00:00Z');
  const expiresAt = new Date(at.getTime() + 1_000);
  const id = 'walker';
  const scores = {
    ...{ familyName: null, givenName: null, gender: null, birthDate: null, email: null },
    address: { country: null, postalCode: null, streetAddress: null, locality: null },
  };

  /** A step that may or may not fit where the match stands. */
  const take = async (store: InMemoryMatchStore, step: Step): Promise<void> => {
    if (step.kind === 'advance') {
      if (canMove(step.from, step.to)) await store.advance(changeOf(step));
    } else await store.claim('hash', at, []);
  };
  type Step = { kind: 'claim' } | { kind: 'advance'; from: MatchStatus; to: MatchChange['to'] };

  const error = { id: '99', type: '', retryable: true, category: 'temporary' } as const;
  const changeOf = ({ from, to }: { from: MatchStatus; to: MatchChange['to'] }): MatchChange => {
    const base = {
      matchId: id,
      from,
      at,
      events: [{ type: 'settled', at, durationMs: null, data: {} }],
      notice: null,
    } as const;
    switch (to) {
      case 'scored':
        return {
          ...base,
          to,
          operator: null,
          scores,
          verdict: { result: 'match', policy: 'p@1', reasons: [] },
          answer: null,
        };
      case 'consent_pending':
        return {
          ...base,
          to,
          operator: null,
          consent: { stateHash: 'hash', token: 't', tokenHash: 'th', url: 'u', openedAt: at, expiresAt },
        };
      case 'expired':
        return { ...base, to };
      case 'rejected':
        return { ...base, to, error, answer: null };
      case 'unknown':
        return { ...base, to, error };
    }
  };

  const steps: fc.Arbitrary<Step> = fc.oneof(
    fc.constant<Step>({ kind: 'claim' }),
    fc.record({
      kind: fc.constant('advance' as const),
      from: fc.constantFrom(...MATCH_STATUSES),
      to: fc.constantFrom('scored', 'rejected', 'unknown', 'expired', 'consent_pending' as const),
    }) as fc.Arbitrary<Step>,
  );

  it('takes declared arrows only, and its timeline never loses a line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async (walk) => {
        const store = new InMemoryMatchStore();
        await store.open({
          ...{ id, createdAt: at, number: '+33612345678', country: 'FR', identity: {}, codeName: null },
          ...{ purpose: null, reference: null, consentOffered: true, returnUrl: null, context: null },
          events: [{ type: 'requested', at, durationMs: null, data: {} }],
        });
        for (const step of walk) {
          const before = store.get(id)!;
          await take(store, step);
          const now = store.get(id)!;
          if (now.status !== before.status) expect(MATCH_TRANSITIONS[before.status]).toContain(now.status);
          expect(now.events.slice(0, before.events.length)).toEqual(before.events);
          if (isTerminal(before.status)) expect(now).toEqual(before);
        }
      }),
      { numRuns: 300 },
    );
  });
});
