import MoreIcon from '@mui/icons-material/MoreVert';
import { IconButton, Menu, MenuItem } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { PersonAct } from './person-dialog.tsx';
import type { Person } from './person.ts';

export interface PersonMenuProps {
  readonly person: Person;
  readonly onChoose: (act: PersonAct) => void;
}

/** What can be done about somebody, as they stand. */
export function PersonMenu({ person, onChoose }: PersonMenuProps) {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const acts: readonly PersonAct[] =
    person.status === 'disabled' ? ['enable', 'remove'] : ['change', 'link', 'signOut', 'disable', 'remove'];
  return (
    <>
      <IconButton
        size="small"
        aria-label={translate('people.actions', { name: person.name })}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        <MoreIcon />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {acts.map((act) => (
          <MenuItem
            key={act}
            onClick={() => {
              setAnchor(null);
              onChoose(act);
            }}
          >
            {translate(`people.acts.${act}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
