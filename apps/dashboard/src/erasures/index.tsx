import ErasuresIcon from '@mui/icons-material/PersonRemoveOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const erasures: Feature = {
  name: 'erasures',
  permission: 'subjects:erase',
  menu: { group: 'privacy', label: 'erasures.menu', icon: <ErasuresIcon />, to: '/erasures' },
  routes: [
    { path: '/erasures', page: lazy(() => import('./erasures-page.tsx')) },
    { path: '/erasures/:id', page: lazy(() => import('./certificate-page.tsx')) },
  ],
};
