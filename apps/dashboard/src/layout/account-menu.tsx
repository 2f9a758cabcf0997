import AccountIcon from '@mui/icons-material/AccountCircleOutlined';
import { Box, Divider, IconButton, Menu, MenuItem, Tooltip, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useLogout, useTranslate } from 'ra-core';
import { useState } from 'react';
import { whoAmI } from '../access/me.ts';

/** Who is signed in, as what, and the way out. */
export function AccountMenu() {
  const translate = useTranslate();
  const logout = useLogout();
  const { data: me } = useQuery({ queryKey: ['me'], queryFn: whoAmI });
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = translate('layout.account');
  return (
    <>
      <Tooltip title={me?.name ?? label}>
        <IconButton
          color="inherit"
          aria-label={label}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => setAnchor(currentTarget)}
        >
          <AccountIcon />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {me === undefined ? null : (
          <Box component="li" role="none" sx={{ px: 2, py: 1, maxWidth: '18rem' }}>
            <Typography sx={{ fontWeight: 650 }}>{me.name}</Typography>
            <Typography variant="body2" color="textSecondary">
              {me.kind === 'person'
                ? me.roles.map((role) => translate(`access.roles.${role}`, { _: role })).join(', ')
                : translate(`access.kinds.${me.kind}`)}
            </Typography>
          </Box>
        )}
        <Divider component="li" role="none" />
        {me?.kind === 'person' ? (
          <MenuItem component="a" href="/sign-in">
            {translate('layout.ownAccount')}
          </MenuItem>
        ) : null}
        <MenuItem onClick={() => void logout({}, '/login', false)}>{translate('ra.auth.logout')}</MenuItem>
      </Menu>
    </>
  );
}
