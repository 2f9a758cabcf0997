import PoliciesIcon from '@mui/icons-material/TuneOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const policies: Feature = {
  name: 'policies',
  permission: 'policies:read',
  menu: { group: 'manage', label: 'policies.menu', icon: <PoliciesIcon />, to: '/policies' },
  resources: [
    {
      name: 'policies',
      list: lazy(() => import('./policy-list.tsx')),
      show: lazy(() => import('./policy-show.tsx')),
      create: lazy(() => import('./policy-create.tsx')),
      recordRepresentation: 'policy',
    },
  ],
};
