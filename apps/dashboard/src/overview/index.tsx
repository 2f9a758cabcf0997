import OverviewIcon from '@mui/icons-material/DashboardOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

const page = lazy(() => import('./overview-page.tsx'));

export const overview: Feature = {
  name: 'overview',
  permission: 'reports:read',
  menu: { group: 'work', label: 'overview.menu', icon: <OverviewIcon />, to: '/' },
  home: page,
};
