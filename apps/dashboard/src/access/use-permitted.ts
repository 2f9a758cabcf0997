import { usePermissions } from 'ra-core';
import type { Permission } from './permissions.ts';

/** Whether the one signed in may do that; false until it is known. */
export function usePermitted(permission: Permission): boolean {
  const { permissions } = usePermissions<readonly Permission[]>();
  return permissions?.includes(permission) === true;
}
