import { useTranslate } from 'ra-core';
import { SelectInput } from 'react-admin';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { choicesOf } from '../records/choices.ts';
import type { Column } from '../records/column.ts';
import { RecordLink } from '../records/record-link.tsx';
import { RecordList } from '../records/record-list.tsx';
import { type CaseSummary, CAUSES, STATES } from './case.ts';
import { CaseState } from './case-state.tsx';

const filters = [
  <SelectInput
    key="state"
    source="state"
    label="cases.state"
    choices={choicesOf(STATES, 'cases.states')}
    alwaysOn
  />,
  <SelectInput
    key="cause"
    source="cause"
    label="cases.cause"
    choices={choicesOf(CAUSES, 'cases.causes')}
    alwaysOn
  />,
];

/** The queue of cases. */
export default function CasesPage() {
  const translate = useTranslate();
  const columns: readonly Column<CaseSummary>[] = [
    {
      name: 'cause',
      label: 'cases.cause',
      show: ({ id, cause }) => (
        <RecordLink to={`/cases/${id}`}>{translate(`cases.causes.${cause}`)}</RecordLink>
      ),
    },
    { name: 'opened', label: 'cases.openedAt', show: ({ openedAt }) => <Time at={openedAt} /> },
    { name: 'by', label: 'cases.openedBy', show: ({ openedBy }) => <Actor actor={openedBy} /> },
    { name: 'state', label: 'cases.state', show: (one) => <CaseState of={one} /> },
    {
      name: 'match',
      label: 'cases.match',
      show: ({ matchId }) => (
        <RecordLink to={`/matches/${matchId}/show`}>{translate('cases.lookAtMatch')}</RecordLink>
      ),
    },
  ];
  return (
    <RecordList<CaseSummary>
      resource="reviews"
      title={translate('cases.title')}
      intro={translate('cases.intro')}
      nothing={translate('cases.nothing')}
      filterDefaultValues={{ state: 'open' }}
      {...{ columns, filters }}
    />
  );
}
