import PeopleIcon from '@mui/icons-material/GroupOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const people: Feature = {
  name: 'people',
  permission: 'users:manage',
  menu: { group: 'manage', label: 'people.menu', icon: <PeopleIcon />, to: '/people' },
  routes: [{ path: '/people', page: lazy(() => import('./people-page.tsx')) }],
};
