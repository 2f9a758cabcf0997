import { Alert, AlertTitle } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { CopyButton } from './copy-button.tsx';

/** What the service answers where somebody else has to approve first. */
export interface Waiting {
  readonly approval: { readonly id: string; readonly expiresAt: string };
}

export const isWaiting = (answer: unknown): answer is Waiting =>
  typeof answer === 'object' && answer !== null && 'approval' in answer;

/** Nothing is done yet: it waits for a second person. What to do next. */
export function WaitingNotice({ waiting: { approval } }: { readonly waiting: Waiting }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Alert severity="info">
      <AlertTitle>{translate('forms.waiting')}</AlertTitle>
      {translate('forms.waitingText', { until: format.dateTime(approval.expiresAt) })}
      <br />
      <code>{approval.id}</code> <CopyButton text={approval.id} />
    </Alert>
  );
}
