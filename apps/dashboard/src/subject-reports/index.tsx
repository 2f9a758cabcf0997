import ReportIcon from '@mui/icons-material/PersonSearchOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const subjectReports: Feature = {
  name: 'subject-reports',
  permission: 'subjects:report',
  menu: { group: 'privacy', label: 'subjectReports.menu', icon: <ReportIcon />, to: '/subject-reports' },
  routes: [{ path: '/subject-reports', page: lazy(() => import('./subject-report-page.tsx')) }],
};
