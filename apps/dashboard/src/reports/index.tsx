import ReportsIcon from '@mui/icons-material/AssessmentOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const reports: Feature = {
  name: 'reports',
  permission: 'reports:read',
  menu: { group: 'insight', label: 'reports.menu', icon: <ReportsIcon />, to: '/reports' },
  routes: [{ path: '/reports', page: lazy(() => import('./reports-page.tsx')) }],
};
