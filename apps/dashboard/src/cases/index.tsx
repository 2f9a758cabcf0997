import CasesIcon from '@mui/icons-material/GavelOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const cases: Feature = {
  name: 'cases',
  permission: 'matches:review',
  menu: { group: 'decide', label: 'cases.menu', icon: <CasesIcon />, to: '/cases' },
  routes: [
    { path: '/cases', page: lazy(() => import('./cases-page.tsx')) },
    { path: '/cases/:id', page: lazy(() => import('./case-page.tsx')) },
  ],
};
