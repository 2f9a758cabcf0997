/** Everything somebody may be allowed to do. A closed list: what is not here cannot be demanded nor granted. */
export const PERMISSIONS = [
  'matches:create',
  'matches:read',
  'matches:reveal',
  'matches:review',
  'subjects:read',
  'subjects:report',
  'subjects:hold',
  'subjects:erase',
  'approvals:decide',
  'exports:read',
  'policies:read',
  'policies:manage',
  'jobs:read',
  'actors:read',
  'audit:read',
  'reports:read',
  'keys:manage',
  'users:manage',
  'settings:manage',
  'webhooks:manage',
  'metrics:read',
  'account:own',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/**
 * What people are; somebody may be several. No role holds everything, and who hands out rights is not who looks into
 * matches. What `matches:read` shows is masked; only `matches:reveal` shows more. `account:own` is everybody's: to see who
 * one is, and to end one's sessions.
 */
export const ROLES = {
  viewer: ['account:own', 'matches:read', 'reports:read'],
  operator: ['account:own', 'matches:create', 'matches:read', 'reports:read'],
  reviewer: [
    ...['account:own', 'matches:read', 'matches:review', 'reports:read', 'policies:read', 'approvals:decide'],
    'actors:read',
  ],
  auditor: [
    ...['account:own', 'matches:read', 'matches:reveal', 'exports:read', 'audit:read', 'reports:read'],
    ...['policies:read', 'jobs:read', 'subjects:read', 'subjects:report', 'approvals:decide'],
    'actors:read',
  ],
  admin: [
    ...['account:own', 'keys:manage', 'users:manage', 'settings:manage', 'webhooks:manage', 'metrics:read'],
    ...['reports:read', 'policies:read', 'policies:manage', 'jobs:read'],
    ...['subjects:read', 'subjects:hold', 'subjects:erase', 'approvals:decide'],
    'actors:read',
  ],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];

/** What takes a person who answers for it. */
const PERSONAL: readonly Permission[] = [
  'matches:reveal',
  'matches:review',
  'subjects:report',
  'approvals:decide',
];

/** Of BOOTSTRAP_API_KEY: enough to set the service up and to try it. */
export const BOOTSTRAP_PERMISSIONS: readonly Permission[] = PERMISSIONS.filter(
  (permission) => !PERSONAL.includes(permission),
);

export const isPermission = (text: string): text is Permission =>
  (PERMISSIONS as readonly string[]).includes(text);

/** Everything these roles are allowed, taken together. */
export const permissionsOf = (roles: readonly Role[]): ReadonlySet<Permission> =>
  new Set(roles.flatMap((role): readonly Permission[] => ROLES[role]));
