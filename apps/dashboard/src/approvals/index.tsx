import ApprovalsIcon from '@mui/icons-material/HowToRegOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const approvals: Feature = {
  name: 'approvals',
  permission: 'approvals:decide',
  menu: { group: 'decide', label: 'approvals.menu', icon: <ApprovalsIcon />, to: '/approvals' },
  routes: [
    { path: '/approvals', page: lazy(() => import('./approvals-page.tsx')) },
    { path: '/approvals/:id', page: lazy(() => import('./approval-page.tsx')) },
  ],
};
