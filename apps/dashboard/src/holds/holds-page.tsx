import AddIcon from '@mui/icons-material/Add';
import { useTranslate } from 'ra-core';
import { SelectInput } from 'react-admin';
import { usePermitted } from '../access/use-permitted.ts';
import { useDialog } from '../forms/use-dialog.ts';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { choicesOf } from '../records/choices.ts';
import type { Column } from '../records/column.ts';
import { RecordLink } from '../records/record-link.tsx';
import { RecordList } from '../records/record-list.tsx';
import { ToolButton } from '../records/tool-button.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import { HoldState } from './hold-state.tsx';
import type { HoldSummary } from './hold.ts';
import { HoldDialog } from './hold-dialog.tsx';

const filters = [
  <SelectInput
    key="active"
    source="active"
    label="holds.state"
    choices={choicesOf(['true', 'false'], 'holds.actives')}
    alwaysOn
  />,
];

/** What is kept whatever the rules say. */
export default function HoldsPage() {
  const translate = useTranslate();
  const mayHold = usePermitted('subjects:hold');
  const { open, show, close } = useDialog<true>();
  const askAnew = useAskAnew('holds');
  const columns: readonly Column<HoldSummary>[] = [
    {
      name: 'what',
      label: 'holds.what',
      show: ({ id, matchId }) => {
        const text = translate(matchId === null ? 'holds.person' : 'holds.match');
        return mayHold ? <RecordLink to={`/holds/${id}`}>{text}</RecordLink> : text;
      },
    },
    { name: 'state', label: 'holds.state', show: (hold) => <HoldState of={hold} /> },
    { name: 'since', label: 'holds.createdAt', show: ({ createdAt }) => <Time at={createdAt} /> },
    {
      name: 'until',
      label: 'holds.until',
      show: ({ until }) => (until === null ? translate('holds.open') : <Time at={until} />),
    },
    { name: 'by', label: 'holds.createdBy', show: ({ createdBy }) => <Actor actor={createdBy} /> },
    {
      name: 'disclose',
      label: 'holds.disclose',
      show: ({ disclose }) => translate(disclose ? 'records.yes' : 'records.no'),
    },
  ];
  return (
    <>
      <RecordList<HoldSummary>
        resource="holds"
        title={translate('holds.title')}
        intro={translate('holds.intro')}
        nothing={translate('holds.nothing')}
        filterDefaultValues={{ active: 'true' }}
        tools={
          mayHold ? (
            <ToolButton startIcon={<AddIcon />} onClick={() => show(true)}>
              {translate('holds.create')}
            </ToolButton>
          ) : undefined
        }
        {...{ columns, filters }}
      />
      {open === undefined ? null : (
        <HoldDialog
          onClose={() => {
            close();
            void askAnew();
          }}
        />
      )}
    </>
  );
}
