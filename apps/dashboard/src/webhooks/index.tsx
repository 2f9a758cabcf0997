import WebhooksIcon from '@mui/icons-material/WebhookOutlined';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';

export const webhooks: Feature = {
  name: 'webhooks',
  permission: 'webhooks:manage',
  menu: { group: 'manage', label: 'webhooks.menu', icon: <WebhooksIcon />, to: '/webhooks' },
  routes: [
    { path: '/webhooks', page: lazy(() => import('./webhooks-page.tsx')) },
    { path: '/webhooks/:id', page: lazy(() => import('./endpoint-page.tsx')) },
    { path: '/webhooks/deliveries/:id', page: lazy(() => import('./delivery-page.tsx')) },
  ],
};
