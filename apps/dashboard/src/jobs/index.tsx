import JobsIcon from '@mui/icons-material/HourglassEmptyOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const jobs: Feature = {
  name: 'jobs',
  permission: 'jobs:read',
  menu: { group: 'system', label: 'jobs.menu', icon: <JobsIcon />, to: '/jobs' },
  resources: [{ name: 'jobs', list: lazy(() => import('./job-list.tsx')) }],
};
