import { MATCH_TRANSITIONS, type MatchStatus } from '../matching/match-state-machine.js';
import type { UntoldChange } from '../matching/match-store.js';
import type { MatchNotice } from './match-notice.js';
import { noticeOf, noticeTypeOf } from './notice-of.js';

const AT = new Date('2026-03-01T12:00:00Z');
const EXPIRES_AT = new Date('2026-03-01T12:05:00Z');
const error = { id: '13', type: 'operator of Curie', retryable: false, category: 'not_covered' } as const;
const scores = {
  ...{ familyName: 1, givenName: null, gender: null, birthDate: null, email: null },
  address: { country: null, postalCode: null, streetAddress: null, locality: null },
};

/** One change into each status a match is advanced to, and what is told of it. */
const CHANGES: Record<UntoldChange['to'], [change: object, told: Partial<MatchNotice>]> = {
  consent_pending: [
    {
      operator: 'Orange',
      consent: {
        ...{ stateHash: 'hash', token: 'TOKEN', url: 'https://o.example/', openedAt: AT },
        expiresAt: EXPIRES_AT,
      },
    },
    { type: 'match.consent_required', operator: 'Orange', expiresAt: EXPIRES_AT },
  ],
  scored: [
    { operator: 'Orange', scores, verdict: { result: 'partial', policy: 'default@1', reasons: [] } },
    { type: 'match.settled', operator: 'Orange', verdict: 'partial' },
  ],
  rejected: [{ error }, { type: 'match.settled', errorId: '13', operator: 'SFR' }],
  unknown: [{ error }, { type: 'match.settled', errorId: '13', operator: 'SFR' }],
  expired: [{}, { type: 'match.expired', operator: 'SFR' }],
};

const arrows = Object.entries(MATCH_TRANSITIONS).flatMap(([from, to]) =>
  to.map((one): [MatchStatus, MatchStatus] => [from as MatchStatus, one]),
);

describe('the notice of a transition', () => {
  it.each(arrows.filter(([, to]) => to !== 'retrieving'))('%s -> %s is one', (from, status) => {
    const to = status as UntoldChange['to'];
    const [change, told] = CHANGES[to];
    const untold = { ...change, to, from, matchId: 'm', at: AT, events: [] } as unknown as UntoldChange;
    expect(noticeTypeOf(untold)).toBe(told.type);
    expect(noticeOf(untold, 'SFR')).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      ...{ matchId: 'm', at: AT, status, verdict: null, errorId: null, operator: null, expiresAt: null },
      ...told,
    });
  });

  it('has an id of its own, in the order of time', () => {
    const expired = (at: Date): UntoldChange => ({
      ...{ matchId: 'm', from: 'retrieving', to: 'expired', at, events: [] },
    });
    const ids = [AT, EXPIRES_AT].map((at) => noticeOf(expired(at), null).id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('is not made of the one transition that tells nothing: retrieving is claimed, not advanced to', () => {
    expect(arrows.filter(([, to]) => to === 'retrieving')).toEqual([['consent_pending', 'retrieving']]);
    expect(Object.keys(CHANGES).sort()).toEqual(
      [...new Set(arrows.map(([, to]) => to))].filter((to) => to !== 'retrieving').sort(),
    );
  });

  it('holds nothing of the customer, the session or the page', () => {
    for (const [to, [change]] of Object.entries(CHANGES)) {
      const untold = { ...change, to, from: 'requested', matchId: 'm', at: AT, events: [] };
      const notice = JSON.stringify(noticeOf(untold as unknown as UntoldChange, null));
      expect(notice).not.toMatch(/TOKEN|hash|o\.example|Curie/);
    }
  });
});
