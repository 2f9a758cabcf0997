import RegisterIcon from '@mui/icons-material/MenuBookOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const register: Feature = {
  name: 'register',
  permission: 'subjects:read',
  menu: { group: 'privacy', label: 'register.menu', icon: <RegisterIcon />, to: '/register' },
  routes: [{ path: '/register', page: lazy(() => import('./register-page.tsx')) }],
};
