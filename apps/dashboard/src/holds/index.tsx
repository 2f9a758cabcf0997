import HoldsIcon from '@mui/icons-material/BackHandOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const holds: Feature = {
  name: 'holds',
  permission: 'subjects:read',
  menu: { group: 'privacy', label: 'holds.menu', icon: <HoldsIcon />, to: '/holds' },
  routes: [
    { path: '/holds', page: lazy(() => import('./holds-page.tsx')) },
    { path: '/holds/:id', page: lazy(() => import('./hold-page.tsx')) },
  ],
};
