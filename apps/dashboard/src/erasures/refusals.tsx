import { Alert, AlertTitle, Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import type { Refusal } from './erasure.ts';

/** Why somebody cannot be erased now, and until when. */
export function Refusals({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Alert severity="warning">
      <AlertTitle>{translate('erasures.refusedTitle')}</AlertTitle>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {refusals.map(({ kind, ground, until }, index) => (
          <li key={index}>
            {translate(`erasures.refusals.${kind}`)}
            {ground === null ? '' : ` ${translate(`retention.grounds.${ground}`, { _: ground })}.`}
            {until === null ? '' : ` ${translate('erasures.untilThen', { until: format.dateTime(until) })}`}
          </li>
        ))}
      </Box>
      {translate('erasures.refusedText')}
    </Alert>
  );
}
