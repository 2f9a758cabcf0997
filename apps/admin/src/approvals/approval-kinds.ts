import type { Permission } from '../access/permissions.js';

/** Acts for which a second person may be demanded. */
export const APPROVAL_KINDS = ['reveal', 'erasure', 'retention', 'policy', 'verdict', 'settings'] as const;

export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** What the second person must be allowed, too: nobody approves what they could not do themselves. */
export const PERMISSION_OF: Readonly<Record<ApprovalKind, Permission>> = {
  reveal: 'matches:reveal',
  erasure: 'subjects:erase',
  retention: 'settings:manage',
  policy: 'policies:manage',
  verdict: 'matches:review',
  settings: 'settings:manage',
};

/** The kinds somebody with these permissions may decide. */
export const decidableBy = (permissions: ReadonlySet<Permission>): readonly ApprovalKind[] =>
  permissions.has('approvals:decide')
    ? APPROVAL_KINDS.filter((kind) => permissions.has(PERMISSION_OF[kind]))
    : [];
