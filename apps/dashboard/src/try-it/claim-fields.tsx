import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { ApiProblem, sentencesOf } from '../api/api-problem.ts';
import { ClaimField } from './claim-field.tsx';

export interface ClaimFieldsProps {
  readonly fields: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: string) => void;
  /** Where their texts are. */
  readonly labels: string;
  /** What the service refused; each field shows what is wrong with it. */
  readonly error: unknown;
  /** Before their names, in what the service says. */
  readonly path?: string;
  readonly required?: string;
}

export function ClaimFields({
  fields,
  values,
  onChange,
  labels,
  error,
  path = '',
  required,
}: ClaimFieldsProps) {
  const translate = useTranslate();
  /** In our words where we have some: the service's are English. */
  const problemOf = (field: string) => {
    const found = problemAt(error, path + field);
    return found && translate(`tryIt.problems.${field}`, { _: found });
  };
  return (
    <Box
      sx={{
        ...{ display: 'grid', gap: 1.5 },
        gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 15rem), 1fr))',
      }}
    >
      {fields.map((field) => (
        <ClaimField
          key={field}
          label={translate(`${labels}.${field}`)}
          hint={translate(`tryIt.hints.${field}`, { _: '' })}
          value={values[field] ?? ''}
          problem={problemOf(field)}
          onChange={(value) => onChange(field, value)}
          type={field === 'number' ? 'tel' : undefined}
          required={field === required}
        />
      ))}
    </Box>
  );
}

function problemAt(error: unknown, path: string): string | undefined {
  const found = error instanceof ApiProblem ? error.fields.find(({ field }) => field === path) : undefined;
  return found && sentencesOf(found);
}
