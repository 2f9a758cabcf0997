import type { Permission } from '../access/permissions.ts';
import { type MenuEntry, MENU_GROUPS } from '../feature.ts';
import { FEATURES } from '../features.ts';

/** What of the menu somebody sees, from the top. */
export function entriesFor(permissions: readonly Permission[]): readonly MenuEntry[] {
  const permitted = FEATURES.filter(({ permission }) => permissions.includes(permission))
    .flatMap(({ menu = [] }) => menu)
    .filter(({ permission }) => permission === undefined || permissions.includes(permission));
  return MENU_GROUPS.flatMap((group) => permitted.filter((entry) => entry.group === group));
}
