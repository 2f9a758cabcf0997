/** What keys may be given; who hands one out has to hold it, and some takes a person. */
export const SCOPES = [
  ...['matches:create', 'matches:read', 'matches:review', 'webhooks:manage', 'exports:read', 'audit:read'],
  ...['subjects:read', 'subjects:hold', 'subjects:erase', 'keys:manage', 'users:manage', 'settings:manage'],
  'metrics:read',
] as const;
