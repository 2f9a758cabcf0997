/** Everything somebody may be allowed to do. A closed list: what is not here cannot be demanded nor granted. */
export const PERMISSIONS = [
  'matches:create',
  'matches:read',
  'matches:reveal',
  'matches:review',
  'exports:read',
  'audit:read',
  'keys:manage',
  'users:manage',
  'settings:manage',
  'webhooks:manage',
  'metrics:read',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/**
 * What people are; somebody may be several. No role holds everything, and who hands out rights is not who looks into
 * matches. What `matches:read` shows is masked; only `matches:reveal` shows more.
 */
export const ROLES = {
  viewer: ['matches:read'],
  operator: ['matches:create', 'matches:read'],
  reviewer: ['matches:read', 'matches:review'],
  auditor: ['matches:read', 'matches:reveal', 'exports:read', 'audit:read'],
  admin: ['keys:manage', 'users:manage', 'settings:manage', 'webhooks:manage', 'metrics:read'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];

/**
 * Of BOOTSTRAP_API_KEY: enough to set the service up and to try it. What takes a person who answers for it, revealing
 * and deciding a case, is not among it.
 */
export const BOOTSTRAP_PERMISSIONS: readonly Permission[] = PERMISSIONS.filter(
  (permission) => permission !== 'matches:reveal' && permission !== 'matches:review',
);

export const isPermission = (text: string): text is Permission =>
  (PERMISSIONS as readonly string[]).includes(text);

/** Everything these roles are allowed, taken together. */
export const permissionsOf = (roles: readonly Role[]): ReadonlySet<Permission> =>
  new Set(roles.flatMap((role): readonly Permission[] => ROLES[role]));
