import { TextField } from '@mui/material';

export interface ClaimFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** What the service finds wrong with it. */
  readonly problem?: string;
  readonly type?: string;
  readonly required?: boolean;
}

/** One field of what is claimed. Nothing typed here is kept by the browser. */
export const ClaimField = ({ label, value, onChange, hint, problem, type, required }: ClaimFieldProps) => (
  <TextField
    {...{ label, value, type, required }}
    onChange={({ target }) => onChange(target.value)}
    error={problem !== undefined}
    helperText={problem ?? hint}
    size="small"
    margin="none"
    fullWidth
    slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false } }}
  />
);
