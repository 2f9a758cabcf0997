import { MenuItem, TextField } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Persona } from '../api/service-info.ts';

export interface PersonaPickerProps {
  readonly personas: readonly Persona[];
  readonly onPick: (persona: Persona) => void;
}

/** Somebody the sandbox knows, to fill the form with; nothing where no sandbox runs. */
export function PersonaPicker({ personas, onPick }: PersonaPickerProps) {
  const translate = useTranslate();
  const [chosen, setChosen] = useState('');
  if (personas.length === 0) return null;
  return (
    <TextField
      select
      fullWidth
      margin="none"
      label={translate('tryIt.persona')}
      helperText={personas[Number(chosen)]?.note ?? translate('tryIt.personaHint')}
      value={chosen}
      onChange={({ target }) => {
        setChosen(target.value);
        const persona = personas[Number(target.value)];
        if (persona !== undefined) onPick(persona);
      }}
    >
      {personas.map(({ label }, index) => (
        <MenuItem key={label} value={String(index)}>
          {label}
        </MenuItem>
      ))}
    </TextField>
  );
}
