import { Box, Checkbox, FormControlLabel, FormHelperText } from '@mui/material';
import { useFieldProblem } from './field-problems.ts';

export interface FormCheckProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly defaultChecked?: boolean;
}

/** Yes or no. */
export function FormCheck({ name, label, hint, defaultChecked }: FormCheckProps) {
  const problem = useFieldProblem(name);
  return (
    <Box>
      <FormControlLabel control={<Checkbox size="small" {...{ name, defaultChecked }} />} label={label} />
      {(problem ?? hint) === undefined ? null : (
        <FormHelperText error={problem !== undefined} sx={{ mt: 0, ml: 4 }}>
          {problem ?? hint}
        </FormHelperText>
      )}
    </Box>
  );
}
