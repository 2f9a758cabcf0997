import RetentionIcon from '@mui/icons-material/AutoDeleteOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const retention: Feature = {
  name: 'retention',
  permission: 'settings:manage',
  menu: { group: 'privacy', label: 'retention.menu', icon: <RetentionIcon />, to: '/retention' },
  routes: [{ path: '/retention', page: lazy(() => import('./retention-page.tsx')) }],
};
