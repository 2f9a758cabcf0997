import HealthIcon from '@mui/icons-material/MonitorHeartOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const health: Feature = {
  name: 'health',
  permission: 'jobs:read',
  menu: { group: 'system', label: 'health.menu', icon: <HealthIcon />, to: '/health' },
  routes: [{ path: '/health', page: lazy(() => import('./health-page.tsx')) }],
};
