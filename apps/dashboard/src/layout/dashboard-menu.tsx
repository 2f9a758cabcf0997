import OverviewIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { Typography } from '@mui/material';
import { usePermissions, useTranslate } from 'ra-core';
import { Fragment } from 'react';
import { Menu, useSidebarState } from 'react-admin';
import type { Permission } from '../access/permissions.ts';
import { MENU_GROUPS } from '../feature.ts';
import { FEATURES } from '../features.ts';
import { entriesFor } from './menu-entries.ts';

/** What one may do, in groups; made from the list of features. */
export function DashboardMenu() {
  const translate = useTranslate();
  const [open] = useSidebarState();
  const { permissions = [] } = usePermissions<readonly Permission[]>();
  const entries = entriesFor(permissions);
  const hasHome = FEATURES.some(
    ({ home, permission }) => home !== undefined && permissions.includes(permission),
  );
  return (
    <Menu aria-label={translate('layout.menu')}>
      {hasHome ? (
        <Menu.Item to="/" primaryText={translate('layout.overview')} leftIcon={<OverviewIcon />} />
      ) : null}
      {MENU_GROUPS.map((group) => {
        const own = entries.filter((entry) => entry.group === group);
        if (own.length === 0) return null;
        return (
          <Fragment key={group}>
            {open ? (
              <Typography
                component="li"
                role="none"
                variant="overline"
                sx={{ px: 2, pt: 1, color: 'text.secondary' }}
              >
                {translate(`layout.groups.${group}`)}
              </Typography>
            ) : null}
            {own.map(({ to, label, icon }) => (
              <Menu.Item key={to} to={to} primaryText={translate(label)} leftIcon={icon} />
            ))}
          </Fragment>
        );
      })}
    </Menu>
  );
}
