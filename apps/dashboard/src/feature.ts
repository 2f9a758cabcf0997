import type { ComponentType, ReactNode } from 'react';
import type { ResourceProps } from 'ra-core';
import type { Permission } from './access/permissions.ts';

/** The groups of the menu, from the top. */
export const MENU_GROUPS = ['work', 'decide', 'privacy', 'insight', 'evidence', 'manage', 'system'] as const;
export type MenuGroup = (typeof MENU_GROUPS)[number];

export interface MenuEntry {
  readonly group: MenuGroup;
  /** Key of a text. */
  readonly label: string;
  readonly icon: ReactNode;
  /** Such as `/matches`. */
  readonly to: string;
  /** Shown only to who may do this; @default what the feature demands. */
  readonly permission?: Permission;
}

export interface FeatureRoute {
  readonly path: string;
  readonly page: ComponentType;
}

/** A part of the dashboard: its pages and its place in the menu. README.md tells how one is added. */
export interface Feature {
  readonly name: string;
  /** Whoever lacks it finds neither menu entry nor page. */
  readonly permission: Permission;
  readonly menu?: MenuEntry | readonly MenuEntry[];
  /** Pages of lists and records; `lazy()` them. Names are paths below /api/v1/. */
  readonly resources?: readonly ResourceProps[];
  /** Other pages; `lazy()` them. */
  readonly routes?: readonly FeatureRoute[];
  /** The page at `/`. The first feature that is permitted and has one wins. */
  readonly home?: ComponentType;
}
