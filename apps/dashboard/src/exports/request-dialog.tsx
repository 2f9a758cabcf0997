import { Accordion, AccordionDetails, AccordionSummary, Box } from '@mui/material';
import ExpandIcon from '@mui/icons-material/ExpandMore';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import type { FormValues } from '../forms/form-values.ts';
import { ReasonField } from '../forms/reason-field.tsx';
import { STATUSES, VERDICTS } from '../matches/match.ts';
import { FORMATS } from './export-job.ts';

const TEXTS = ['operator', 'country', 'application', 'reference', 'number', 'email', 'errorId'] as const;

/** What is wanted, of which matches, and why. */
export function RequestDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslate();
  const [format, setFormat] = useState<string>('bundle');
  const choices = (values: readonly string[], texts: string) => [
    ['', translate('records.everything')] as const,
    ...values.map((each) => [each, translate(`matches.${texts}.${each}`)] as const),
  ];
  return (
    <FormDialog
      title={translate('exports.request')}
      text={translate('exports.requestText')}
      confirm={translate('exports.request')}
      onClose={onClose}
      onSubmit={(values) => call('POST', 'exports', { body: requestOf(values) })}
    >
      <FormField
        name="format"
        label={translate('exports.format')}
        hint={translate(`exports.formatHints.${format}`)}
        defaultValue="bundle"
        choices={FORMATS.map((each) => [each, translate(`exports.formats.${each}`)])}
        onChange={setFormat}
      />
      <ReasonField autoFocus />
      <Accordion variant="outlined" disableGutters>
        <AccordionSummary expandIcon={<ExpandIcon />}>{translate('exports.which')}</AccordionSummary>
        <AccordionDetails>
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { sm: '1fr 1fr' } }}>
            <FormField name="filter.from" type="datetime-local" label={translate('records.from')} />
            <FormField name="filter.to" type="datetime-local" label={translate('records.to')} />
            <FormField
              name="filter.status"
              label={translate('matches.fields.status')}
              choices={choices(STATUSES, 'statuses')}
            />
            <FormField
              name="filter.verdict"
              label={translate('matches.fields.verdict')}
              choices={choices(VERDICTS, 'verdicts')}
            />
            {TEXTS.map((name) => (
              <FormField key={name} name={`filter.${name}`} label={translate(`exports.filters.${name}`)} />
            ))}
          </Box>
        </AccordionDetails>
      </Accordion>
      {format === 'bundle' ? (
        <FormField
          name="since"
          type="number"
          label={translate('exports.since')}
          hint={translate('exports.sinceHint')}
        />
      ) : null}
    </FormDialog>
  );
}

function requestOf(values: FormValues) {
  const given = [
    ...(['status', 'verdict', ...TEXTS] as const).map(
      (name) => [name, values.text(`filter.${name}`)] as const,
    ),
    ...(['from', 'to'] as const).map((name) => [name, values.instant(`filter.${name}`)] as const),
  ].filter(([, value]) => value !== undefined);
  return {
    format: values.text('format'),
    reason: values.text('reason'),
    ...(given.length === 0 ? {} : { filter: Object.fromEntries(given) }),
    ...(values.number('since') === undefined ? {} : { since: values.number('since') }),
  };
}
