import { Alert, Box } from '@mui/material';
import { useI18nProvider, useTranslate } from 'ra-core';
import { AutocompleteInput, SelectInput, TextInput } from 'react-admin';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { choicesOf } from '../records/choices.ts';
import type { Column } from '../records/column.ts';
import { dayFilters } from '../records/day-filters.tsx';
import { RecordLink } from '../records/record-link.tsx';
import { RecordList } from '../records/record-list.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { type AccessEvent, OUTCOMES } from './access-event.ts';
import { ACTIONS } from './actions.ts';
import { EventData } from './event-data.tsx';
import { Target } from './target.tsx';

const TONES = { allowed: 'plain', refused: 'warning', failed: 'bad' } as const;

/** The record of accesses: who did, saw, or was refused what. */
export default function AuditPage() {
  const translate = useTranslate();
  // Made anew with the language: a box that completes what is typed does not translate its choices by itself.
  const locale = useI18nProvider().getLocale();
  const actions = ACTIONS.map((id) => ({ id, name: translate(`audit.actions.${id}`, { _: id }) }));
  const filters = [
    <AutocompleteInput
      key={`action-${locale}`}
      source="action"
      label="audit.action"
      choices={actions}
      alwaysOn
    />,
    <SelectInput
      key="outcome"
      source="outcome"
      label="audit.outcome"
      choices={choicesOf(OUTCOMES, 'audit.outcomes')}
      alwaysOn
    />,
    <TextInput key="actor" source="actor" label="audit.actorFilter" />,
    <TextInput key="target" source="target" label="audit.targetFilter" />,
    <TextInput key="application" source="application" label="audit.application" />,
    ...dayFilters,
  ];
  const columns: readonly Column<AccessEvent>[] = [
    { name: 'at', label: 'audit.at', show: ({ at }) => <Time at={at} relative={false} /> },
    { name: 'actor', label: 'audit.actor', show: ({ actor }) => <Actor actor={actor} /> },
    {
      name: 'action',
      label: 'audit.action',
      show: ({ action }) => (
        <Box sx={{ minWidth: { md: '14rem' } }}>{translate(`audit.actions.${action}`, { _: action })}</Box>
      ),
    },
    { name: 'target', label: 'audit.target', show: ({ target }) => <Target target={target} /> },
    {
      name: 'outcome',
      label: 'audit.outcome',
      show: ({ outcome }) => (
        <StateChip label={translate(`audit.outcomes.${outcome}`)} tone={TONES[outcome]} />
      ),
    },
    { name: 'data', label: 'audit.data', show: (event) => <EventData event={event} /> },
  ];
  return (
    <RecordList<AccessEvent>
      resource="audit/events"
      title={translate('audit.title')}
      intro={
        <>
          {translate('audit.intro')} <RecordLink to="/evidence">{translate('audit.toEvidence')}</RecordLink>
          <Alert severity="info" icon={false} sx={{ mt: 1, py: 0 }}>
            {translate('audit.watched')}
          </Alert>
        </>
      }
      nothing={translate('audit.nothing')}
      {...{ columns, filters }}
    />
  );
}
