import { lazy } from 'react';
import { queryClient } from '../api/query-client.ts';
import type { Feature } from '../feature.ts';
import { i18nProvider } from '../i18n/i18n-provider.ts';
import { FIRST_PERIOD, overviewQuery } from './overview-query.ts';

/** What it shows comes at the same time as the page, and not after it. */
const page = lazy(() => {
  // What goes wrong is told by the page, which asks again.
  queryClient.query(overviewQuery(FIRST_PERIOD, i18nProvider.getLocale())).catch(() => undefined);
  return import('./overview-page.tsx');
});

export const overview: Feature = {
  name: 'overview',
  permission: 'reports:read',
  home: page,
};
