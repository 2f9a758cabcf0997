import EvidenceIcon from '@mui/icons-material/VerifiedOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const evidence: Feature = {
  name: 'evidence',
  permission: 'audit:read',
  menu: { group: 'evidence', label: 'evidence.menu', icon: <EvidenceIcon />, to: '/evidence' },
  routes: [{ path: '/evidence', page: lazy(() => import('./evidence-page.tsx')) }],
};
