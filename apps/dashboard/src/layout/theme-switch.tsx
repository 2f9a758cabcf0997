import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import SystemIcon from '@mui/icons-material/SettingsBrightnessOutlined';
import { IconButton, ListItemIcon, Menu, MenuItem, Tooltip } from '@mui/material';
import { useStore, useTranslate } from 'ra-core';
import { useState } from 'react';

const THEMES = [
  ['system', SystemIcon],
  ['light', LightIcon],
  ['dark', DarkIcon],
] as const;

/** Light, dark, or as the system has it; nothing is stored for the last. */
export function ThemeSwitch() {
  const translate = useTranslate();
  const [theme, setTheme] = useStore<'light' | 'dark' | undefined>('theme');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const chosen = theme ?? 'system';
  const Icon = THEMES.find(([name]) => name === chosen)?.[1] ?? SystemIcon;
  const label = translate('layout.theme.label');
  return (
    <>
      <Tooltip title={label}>
        <IconButton
          color="inherit"
          aria-label={label}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => setAnchor(currentTarget)}
        >
          <Icon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {THEMES.map(([name, ItemIcon]) => (
          <MenuItem
            key={name}
            selected={name === chosen}
            role="menuitemradio"
            aria-checked={name === chosen}
            onClick={() => {
              setTheme(name === 'system' ? undefined : name);
              setAnchor(null);
            }}
          >
            <ListItemIcon>
              <ItemIcon fontSize="small" />
            </ListItemIcon>
            {translate(`layout.theme.${name}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
