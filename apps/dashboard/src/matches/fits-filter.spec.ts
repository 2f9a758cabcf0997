import { fitsFilter } from './fits-filter.ts';
import type { Match } from './match.ts';

const MATCH = {
  ...{ id: 'm', status: 'scored', number: '********01', country: 'FR', operator: 'Orange', scores: null },
  ...{ consent: null, error: null, reference: 'order-1', settledAt: null, createdAt: '2026-11-26T12:00:00Z' },
  verdict: { result: 'match', policy: 'default@1', reasons: [] },
  review: { state: 'closed', override: { verdict: 'mismatch', at: '2026-11-26T12:00:00Z' } },
} satisfies Match;

it.each([
  [{}, true],
  [{ status: 'scored', operator: '', reference: null }, true],
  [{ status: 'rejected' }, false],
  [{ verdict: 'match', country: 'fr', operator: 'Orange', reference: 'order-1' }, true],
  [{ errorId: '13' }, false],
  [{ review: 'open' }, false],
  [{ review: 'overridden' }, true],
  [{ from: '2026-11-26T12:00:00Z', to: '2026-11-26T12:00:01Z' }, true],
  [{ to: '2026-11-26T12:00:00Z' }, false],
  // What the list does not show, only the service knows; what contradicts is known all the same.
  [{ number: '0600001001' }, null],
  [{ number: '0600001001', status: 'rejected' }, false],
])('%j: %s', (filter, fits) => {
  expect(fitsFilter(MATCH, filter)).toBe(fits);
});
