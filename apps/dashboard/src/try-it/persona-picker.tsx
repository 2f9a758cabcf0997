import { MenuItem, TextField } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { Persona } from '../api/service-info.ts';

export interface PersonaPickerProps {
  readonly personas: readonly Persona[];
  /** Its place in the list. */
  readonly chosen: number | null;
  readonly onPick: (index: number) => void;
}

/** Somebody the sandbox knows, to fill the form with; nothing where no sandbox runs. */
export function PersonaPicker({ personas, chosen, onPick }: PersonaPickerProps) {
  const translate = useTranslate();
  if (personas.length === 0) return null;
  return (
    <TextField
      select
      fullWidth
      margin="none"
      label={translate('tryIt.persona')}
      helperText={chosen === null ? translate('tryIt.personaHint') : personas[chosen]?.note}
      value={chosen === null ? '' : String(chosen)}
      onChange={({ target }) => onPick(Number(target.value))}
    >
      {personas.map(({ label }, index) => (
        <MenuItem key={label} value={String(index)}>
          {label}
        </MenuItem>
      ))}
    </TextField>
  );
}
