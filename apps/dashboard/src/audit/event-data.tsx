import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { AccessEvent } from './access-event.ts';

/** Counts, codes and names of filters, as the record has them: it holds nothing of a person. */
export function EventData({ event: { data, application, permission } }: { readonly event: AccessEvent }) {
  const translate = useTranslate();
  const lines = [
    ...Object.entries(data)
      .filter(([, value]) => !Array.isArray(value) || value.length > 0)
      .map(([name, value]) => `${name}: ${textOf(value)}`),
    ...(application === null ? [] : [`${translate('audit.application')}: ${application}`]),
    ...(permission === null ? [] : [permission]),
  ];
  return (
    <Box component="span" sx={{ fontSize: '0.8125rem', color: 'text.secondary', overflowWrap: 'anywhere' }}>
      {lines.join(' · ')}
    </Box>
  );
}

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
};
