import { Alert, Box, Button, Card, CardContent, Checkbox, FormControlLabel, Typography } from '@mui/material';
import { useRedirect, useTranslate } from 'ra-core';
import { type SubmitEvent, useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { call } from '../api/call.ts';
import { useServiceInfo } from '../api/service-info.ts';
import { Failure } from '../layout/failure.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import type { Match } from '../matches/match.ts';
import { type Claim, IDENTITY_FIELDS, newIdempotencyKey, NOTHING_CLAIMED, requestOf } from './claim.ts';
import { ClaimField } from './claim-field.tsx';
import { PersonaPicker } from './persona-picker.tsx';

/** Runs one match, and goes to its page. */
export default function TryItPage() {
  const translate = useTranslate();
  const redirect = useRedirect();
  const service = useServiceInfo();
  const [claim, setClaim] = useState<Claim>(NOTHING_CLAIMED);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (part: Partial<Claim>) => setClaim((before) => ({ ...before, ...part }));

  const run = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const match = await call<Match>('POST', 'matches', {
        body: requestOf(claim, `${location.origin}/`),
        headers: { 'idempotency-key': newIdempotencyKey() },
      });
      redirect('show', 'matches', match.id);
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  };

  const fieldError = (path: string) => problemAt(error, path);
  const matchId = error instanceof ApiProblem ? error.matchId : null;
  return (
    <>
      <PageTitle title={translate('tryIt.title')} intro={translate('tryIt.intro')} />
      <Box
        component="form"
        noValidate
        autoComplete="off"
        onSubmit={(event) => void run(event)}
        sx={{ maxWidth: '56rem' }}
      >
        {service === undefined ? null : (
          <Alert severity={service.sandbox ? 'success' : 'warning'} sx={{ mb: 2 }}>
            {translate(service.sandbox ? 'access.sandbox' : 'access.real')}
          </Alert>
        )}
        <Card>
          <CardContent sx={{ display: 'grid', gap: 2, p: { xs: 2, md: 3 } }}>
            <PersonaPicker
              personas={service?.personas ?? []}
              onPick={({ number, country = '', identity, consent }) =>
                set({ number, country, consent, identity: identity as Record<string, string> })
              }
            />
            <Box sx={FIELDS}>
              <ClaimField
                label={translate('tryIt.number')}
                value={claim.number}
                problem={fieldError('number')}
                onChange={(number) => set({ number })}
                type="tel"
                required
              />
              <ClaimField
                label={translate('tryIt.country')}
                value={claim.country}
                problem={fieldError('country')}
                onChange={(country) => set({ country })}
              />
            </Box>
            <Typography component="h2" variant="h6">
              {translate('tryIt.identity')}
            </Typography>
            <Box sx={FIELDS}>
              {IDENTITY_FIELDS.map((field) => (
                <ClaimField
                  key={field}
                  label={translate(`matches.identity.${field}`)}
                  hint={translate(`tryIt.hints.${field}`, { _: '' })}
                  value={claim.identity[field] ?? ''}
                  problem={fieldError(`identity.${field}`)}
                  onChange={(value) => set({ identity: { ...claim.identity, [field]: value } })}
                />
              ))}
            </Box>
            <Typography component="h2" variant="h6">
              {translate('tryIt.own')}
            </Typography>
            <Box sx={FIELDS}>
              {(['reference', 'purpose'] as const).map((field) => (
                <ClaimField
                  key={field}
                  label={translate(`tryIt.${field}`)}
                  value={claim[field]}
                  problem={fieldError(field)}
                  onChange={(value) => set({ [field]: value })}
                />
              ))}
            </Box>
            <FormControlLabel
              label={translate('tryIt.consent')}
              control={<Checkbox checked={claim.consent} onChange={(_, consent) => set({ consent })} />}
            />
            {claim.consent ? (
              <Typography variant="body2" color="textSecondary">
                {translate('tryIt.consentHint')}
              </Typography>
            ) : null}
            {error === undefined ? null : <Failure error={error} />}
            {matchId === null ? null : (
              <Button onClick={() => redirect('show', 'matches', matchId)}>{translate('tryIt.show')}</Button>
            )}
            <Button
              type="submit"
              variant="contained"
              size="large"
              loading={busy}
              sx={{ justifySelf: 'start' }}
            >
              {translate('tryIt.run')}
            </Button>
          </CardContent>
        </Card>
      </Box>
    </>
  );
}

const FIELDS = {
  display: 'grid',
  gap: 1.5,
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 15rem), 1fr))',
};

function problemAt(error: unknown, path: string): string | undefined {
  const found = error instanceof ApiProblem ? error.fields.find(({ field }) => field === path) : undefined;
  return found && `${found.problem}. ${found.remedy}`;
}
