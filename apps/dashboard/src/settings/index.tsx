import SettingsIcon from '@mui/icons-material/TuneOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const settings: Feature = {
  name: 'settings',
  permission: 'settings:manage',
  menu: { group: 'manage', label: 'settings.menu', icon: <SettingsIcon />, to: '/settings' },
  routes: [{ path: '/settings', page: lazy(() => import('./settings-page.tsx')) }],
};
