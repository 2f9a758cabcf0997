import {
  Box,
  Checkbox,
  FormControl,
  FormControlLabel,
  FormHelperText,
  FormLabel,
  Typography,
} from '@mui/material';
import { useFieldProblem } from './field-problems.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export interface ChoiceGroupProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly choices: readonly Choice[];
  readonly chosen?: readonly string[];
}

/** Several of a few, each with what it means. */
export function ChoiceGroup({ name, label, hint, choices, chosen = [] }: ChoiceGroupProps) {
  const problem = useFieldProblem(name);
  return (
    <FormControl component="fieldset" variant="standard" error={problem !== undefined}>
      <FormLabel component="legend">{label}</FormLabel>
      <Box sx={{ display: 'grid', columnGap: 2, gridTemplateColumns: { sm: '1fr 1fr' } }}>
        {choices.map(({ value, label: text, hint: about }) => (
          <FormControlLabel
            key={value}
            sx={{ alignItems: 'flex-start', mr: 0 }}
            control={
              <Checkbox
                size="small"
                name={name}
                value={value}
                defaultChecked={chosen.includes(value)}
                sx={{ py: 0.5 }}
              />
            }
            label={
              <Box sx={{ py: 0.5 }}>
                <Typography variant="body2">{text}</Typography>
                {about === undefined ? null : (
                  <Typography variant="caption" color="textSecondary" component="p">
                    {about}
                  </Typography>
                )}
              </Box>
            }
          />
        ))}
      </Box>
      {(problem ?? hint) === undefined ? null : <FormHelperText>{problem ?? hint}</FormHelperText>}
    </FormControl>
  );
}
