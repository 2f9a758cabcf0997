import { call } from '../api/call.ts';
import type { Overview } from './overview.ts';
import { periodOf, type PeriodName } from './periods.ts';

/** What is shown first. */
export const FIRST_PERIOD: PeriodName = 'month';

/** Milliseconds: what was asked for while the page was on its way is not asked for again by the page. */
const FRESH_MS = 5_000;

/** Up to now, in a language. */
export const overviewQuery = (period: PeriodName, language: string) => ({
  queryKey: ['reports', 'overview', period, language],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    call<Overview>('GET', 'reports/overview', {
      query: { ...periodOf(period, Date.now()), language },
      signal,
    }),
  staleTime: FRESH_MS,
});
