import { lazy } from 'react';
import type { Feature } from '../feature.ts';

const page = lazy(() => import('./overview-page.tsx'));

export const overview: Feature = {
  name: 'overview',
  permission: 'reports:read',
  home: page,
};
