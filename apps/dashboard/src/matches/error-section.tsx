import { Alert, AlertTitle } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { Match } from './match.ts';

/** Why there is no verdict, and what to do about it. */
export function ErrorSection({ match: { error, status } }: { readonly match: Match }) {
  const translate = useTranslate();
  if (error === null) {
    if (status !== 'unknown') return null;
    return <Alert severity="error">{translate('matches.unknownHint')}</Alert>;
  }
  const { id, type, category, retryable } = error;
  return (
    <Alert severity={status === 'unknown' ? 'error' : 'warning'}>
      <AlertTitle>{translate(`matches.errors.${id}`, { _: type })}</AlertTitle>
      {translate(`matches.remedies.${category}`)}
      {retryable ? ` ${translate('matches.retryable')}` : ''}
      {status === 'unknown' ? ` ${translate('matches.unknownHint')}` : ''}
      <br />
      <small>{translate('matches.errorLine', { id, type })}</small>
    </Alert>
  );
}
