import KeysIcon from '@mui/icons-material/VpnKeyOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const keys: Feature = {
  name: 'keys',
  permission: 'keys:manage',
  menu: { group: 'manage', label: 'keys.menu', icon: <KeysIcon />, to: '/keys' },
  routes: [{ path: '/keys', page: lazy(() => import('./keys-page.tsx')) }],
};
