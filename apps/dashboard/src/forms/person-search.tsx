import { Box, Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { SubmitEvent } from 'react';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import { FieldProblems, problemsOf } from './field-problems.ts';
import { FormField } from './form-field.tsx';
import { FormValues } from './form-values.ts';

/** Whose number it is that something is asked of. */
export interface PersonWanted {
  readonly number: string;
  readonly country: string | undefined;
}

interface PersonSearchProps {
  readonly title: string;
  /** What the button says. */
  readonly action: string;
  readonly numberHint?: string;
  readonly busy: boolean;
  /** Of the last search; undefined: none. */
  readonly error: unknown;
  readonly onSearch: (wanted: PersonWanted) => void;
}

/** Asks for a person by number, with what was wrong with the last one at its field. */
export function PersonSearch({ title, action, numberHint, busy, error, onSearch }: PersonSearchProps) {
  const translate = useTranslate();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormValues(event.currentTarget);
    onSearch({ number: values.text('number') ?? '', country: values.text('country') });
  };
  const problems = problemsOf(error);
  return (
    <Section title={title}>
      <FieldProblems.Provider value={problems}>
        <Box
          component="form"
          noValidate
          autoComplete="off"
          onSubmit={submit}
          sx={{
            display: 'grid',
            gap: 2,
            alignItems: 'start',
            gridTemplateColumns: { sm: '2fr 1fr auto' },
          }}
        >
          <FormField
            name="number"
            type="tel"
            label={translate('erasures.number')}
            {...(numberHint !== undefined && { hint: numberHint })}
            required
          />
          <FormField
            name="country"
            label={translate('erasures.country')}
            hint={translate('erasures.countryHint')}
          />
          <Button type="submit" variant="contained" loading={busy}>
            {action}
          </Button>
        </Box>
      </FieldProblems.Provider>
      {error === undefined || Object.keys(problems).length > 0 ? null : <Failure error={error} />}
    </Section>
  );
}
