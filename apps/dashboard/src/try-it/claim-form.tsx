import { Alert, Button, Card, CardContent, Checkbox, FormControlLabel, Typography } from '@mui/material';
import { useRedirect, useTranslate } from 'ra-core';
import { useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import type { Persona } from '../api/service-info.ts';
import { Failure } from '../layout/failure.tsx';
import { type Claim, claimOf, IDENTITY_FIELDS, NOTHING_CLAIMED } from './claim.ts';
import { ClaimFields } from './claim-fields.tsx';
import { PersonaPicker } from './persona-picker.tsx';
import { useRunMatch } from './use-run-match.ts';

/** What a customer claims, filled with the first persona so that the button does something worth seeing at once. */
export function ClaimForm({ personas }: { readonly personas: readonly Persona[] }) {
  const translate = useTranslate();
  const redirect = useRedirect();
  const [first] = personas;
  const [chosen, setChosen] = useState(first === undefined ? null : 0);
  const [claim, setClaim] = useState<Claim>(first === undefined ? NOTHING_CLAIMED : claimOf(first));
  const { run, busy, error } = useRunMatch();
  const set = (part: Partial<Claim>) => setClaim((before) => ({ ...before, ...part }));

  const pick = (index: number) => {
    const persona = personas[index];
    setChosen(index);
    if (persona !== undefined) set(claimOf(persona));
  };

  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    void run(claim);
  };

  const matchId = error instanceof ApiProblem ? error.matchId : null;
  return (
    <Card component="form" noValidate autoComplete="off" onSubmit={submit} sx={{ maxWidth: '56rem' }}>
      <CardContent sx={{ display: 'grid', gap: 2, p: { xs: 2, md: 3 } }}>
        <PersonaPicker {...{ personas, chosen }} onPick={pick} />
        <ClaimFields
          fields={['number', 'country']}
          values={claim as unknown as Readonly<Record<string, string>>}
          onChange={(name, value) => set({ [name]: value })}
          {...{ error, required: 'number', labels: 'tryIt' }}
        />
        <Typography component="h2" variant="h6">
          {translate('tryIt.identity')}
        </Typography>
        <ClaimFields
          fields={IDENTITY_FIELDS}
          values={claim.identity}
          onChange={(name, value) => set({ identity: { ...claim.identity, [name]: value } })}
          {...{ error, path: 'identity.', labels: 'matches.identity' }}
        />
        <Typography component="h2" variant="h6">
          {translate('tryIt.own')}
        </Typography>
        <ClaimFields
          fields={['reference', 'purpose']}
          values={claim as unknown as Readonly<Record<string, string>>}
          onChange={(name, value) => set({ [name]: value })}
          {...{ error, labels: 'tryIt' }}
        />
        <FormControlLabel
          label={translate('tryIt.consent')}
          control={<Checkbox checked={claim.consent} onChange={(_, consent) => set({ consent })} />}
        />
        {claim.consent ? (
          <Typography variant="body2" color="textSecondary">
            {translate('tryIt.consentHint')}
          </Typography>
        ) : null}
        {error === undefined ? null : <Refusal error={error} />}
        {matchId === null ? null : (
          <Button onClick={() => redirect('show', 'matches', matchId)} sx={{ justifySelf: 'start' }}>
            {translate('tryIt.show')}
          </Button>
        )}
        <Button type="submit" variant="contained" size="large" loading={busy} sx={{ justifySelf: 'start' }}>
          {translate('tryIt.run')}
        </Button>
      </CardContent>
    </Card>
  );
}

/** What is wrong with fields is said at them. */
function Refusal({ error }: { readonly error: unknown }) {
  const translate = useTranslate();
  const seen = error instanceof ApiProblem && error.fields.length > 0 && error.fields.every(isShown);
  return seen ? (
    <Alert severity="error" role="alert">
      {translate('tryIt.wrong')}
    </Alert>
  ) : (
    <Failure error={error} />
  );
}

const isShown = ({ field }: { readonly field: string }) =>
  ['number', 'country', 'reference', 'purpose'].includes(field) ||
  IDENTITY_FIELDS.includes(field.replace(/^identity\./, ''));
