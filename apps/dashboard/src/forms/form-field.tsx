import { TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useFieldProblem } from './field-problems.ts';

export interface FormFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly type?: 'text' | 'number' | 'date' | 'datetime-local' | 'email' | 'tel' | 'url';
  readonly required?: boolean;
  readonly multiline?: boolean;
  readonly autoFocus?: boolean;
  readonly defaultValue?: string | number;
  /** A list to choose from, as value and text. */
  readonly choices?: readonly (readonly [value: string, text: string])[];
  readonly onChange?: (value: string) => void;
}

/** A field of a form, with what the service finds wrong with it. The browser keeps nothing of what is typed. */
export function FormField(props: FormFieldProps) {
  const { name, label, hint, type, required, multiline, autoFocus, defaultValue, choices, onChange } = props;
  const problem = useFieldProblem(name);
  const isTime = type === 'date' || type === 'datetime-local';
  return (
    <TextField
      {...{ name, label, type, required, multiline, autoFocus, defaultValue }}
      select={choices !== undefined}
      onChange={onChange && (({ target }) => onChange(target.value))}
      error={problem !== undefined}
      helperText={problem ?? hint}
      minRows={multiline === true ? 2 : undefined}
      size="small"
      margin="none"
      fullWidth
      slotProps={{
        htmlInput: { autoComplete: 'off', spellCheck: multiline === true },
        inputLabel: isTime || choices !== undefined ? { shrink: true } : undefined,
        select: choices === undefined ? undefined : { native: true },
      }}
    >
      {choices?.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </TextField>
  );
}
