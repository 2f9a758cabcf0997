import StartIcon from '@mui/icons-material/FlagOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const start: Feature = {
  name: 'start',
  permission: 'account:own',
  menu: { group: 'work', label: 'start.menu', icon: <StartIcon />, to: '/start' },
  routes: [{ path: '/start', page: lazy(() => import('./start-page.tsx')) }],
};
