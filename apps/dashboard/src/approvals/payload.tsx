import { Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { Facts } from '../layout/facts.tsx';

/** What exactly is to be done, part by part. An approval holds for that and nothing else. */
export function Payload({ payload }: { readonly payload: Readonly<Record<string, unknown>> }) {
  const translate = useTranslate();
  const entries = Object.entries(payload);
  if (entries.length === 0) return null;
  const said = (value: unknown): string => {
    if (Array.isArray(value))
      return value.length === 0 ? translate('records.none') : value.map(said).join(', ');
    if (typeof value === 'boolean') return translate(value ? 'records.yes' : 'records.no');
    return translate(`approvals.values.${String(value)}`, { _: String(value) });
  };
  return (
    <Box sx={{ mt: 2 }}>
      <Typography component="h3" variant="overline" color="textSecondary">
        {translate('approvals.exactly')}
      </Typography>
      <Facts
        rows={entries.map(([name, value]) => [
          translate(`approvals.parts.${name}`, { _: name }),
          said(value),
        ])}
      />
    </Box>
  );
}
