import RelationshipsIcon from '@mui/icons-material/HandshakeOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const relationships: Feature = {
  name: 'relationships',
  permission: 'subjects:read',
  menu: { group: 'privacy', label: 'relationships.menu', icon: <RelationshipsIcon />, to: '/relationships' },
  routes: [{ path: '/relationships', page: lazy(() => import('./relationships-page.tsx')) }],
};
