import TryIcon from '@mui/icons-material/PlayCircleOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const tryIt: Feature = {
  name: 'tryIt',
  permission: 'matches:create',
  menu: { group: 'work', label: 'tryIt.menu', icon: <TryIcon />, to: '/try-it' },
  routes: [{ path: '/try-it', page: lazy(() => import('./try-it-page.tsx')) }],
};
