import AuditIcon from '@mui/icons-material/HistoryOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const audit: Feature = {
  name: 'audit',
  permission: 'audit:read',
  menu: { group: 'evidence', label: 'audit.menu', icon: <AuditIcon />, to: '/audit' },
  routes: [{ path: '/audit', page: lazy(() => import('./audit-page.tsx')) }],
};
