import MatchesIcon from '@mui/icons-material/FactCheckOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const matches: Feature = {
  name: 'matches',
  permission: 'matches:read',
  menu: { group: 'work', label: 'matches.menu', icon: <MatchesIcon />, to: '/matches' },
  resources: [
    {
      name: 'matches',
      list: lazy(() => import('./match-list.tsx')),
      show: lazy(() => import('./match-show.tsx')),
      recordRepresentation: 'id',
    },
  ],
};
