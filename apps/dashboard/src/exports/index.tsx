import ExportsIcon from '@mui/icons-material/FileDownloadOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const exportsFeature: Feature = {
  name: 'exports',
  permission: 'exports:read',
  menu: { group: 'evidence', label: 'exports.menu', icon: <ExportsIcon />, to: '/exports' },
  routes: [{ path: '/exports', page: lazy(() => import('./exports-page.tsx')) }],
};
