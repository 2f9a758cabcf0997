import { useTranslate } from 'ra-core';
import { SelectInput } from 'react-admin';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { choicesOf } from '../records/choices.ts';
import type { Column } from '../records/column.ts';
import { RecordLink } from '../records/record-link.tsx';
import { RecordList } from '../records/record-list.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { type Approval, KINDS, STATUSES, TONES } from './approval.ts';

const filters = [
  <SelectInput
    key="status"
    source="status"
    label="approvals.status"
    choices={choicesOf(STATUSES, 'approvals.statuses')}
    alwaysOn
  />,
  <SelectInput
    key="kind"
    source="kind"
    label="approvals.kind"
    choices={choicesOf(KINDS, 'approvals.kinds')}
    alwaysOn
  />,
];

/** What waits for a second person; one may look at what was decided, too. */
export default function ApprovalsPage() {
  const translate = useTranslate();
  const columns: readonly Column<Approval>[] = [
    {
      name: 'kind',
      label: 'approvals.asked',
      show: ({ id, kind }) => (
        <RecordLink to={`/approvals/${id}`}>{translate(`approvals.kinds.${kind}`)}</RecordLink>
      ),
    },
    {
      name: 'reason',
      label: 'forms.reason',
      show: ({ reason }) => reason ?? translate('approvals.reasonGone'),
    },
    { name: 'by', label: 'approvals.by', show: ({ requestedBy }) => <Actor actor={requestedBy} /> },
    { name: 'at', label: 'approvals.at', show: ({ requestedAt }) => <Time at={requestedAt} /> },
    {
      name: 'status',
      label: 'approvals.status',
      show: ({ status }) => (
        <StateChip label={translate(`approvals.statuses.${status}`)} tone={TONES[status]} />
      ),
    },
  ];
  return (
    <RecordList<Approval>
      resource="approvals"
      title={translate('approvals.title')}
      intro={translate('approvals.intro')}
      nothing={translate('approvals.nothing')}
      filterDefaultValues={{ status: 'pending' }}
      {...{ columns, filters }}
    />
  );
}
