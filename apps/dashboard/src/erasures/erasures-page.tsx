import EraseIcon from '@mui/icons-material/PersonRemoveOutlined';
import { useTranslate } from 'ra-core';
import { SelectInput } from 'react-admin';
import { useApprovalAtHand } from '../forms/approval-field.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { choicesOf } from '../records/choices.ts';
import type { Column } from '../records/column.ts';
import { RecordLink } from '../records/record-link.tsx';
import { RecordList } from '../records/record-list.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { ToolButton } from '../records/tool-button.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { type Erasure, OUTCOMES, TONES } from './erasure.ts';

const filters = [
  <SelectInput
    key="outcome"
    source="outcome"
    label="erasures.outcome"
    choices={choicesOf(OUTCOMES, 'erasures.outcomes')}
    alwaysOn
  />,
];

/** People who were erased, or could not be; and erasing the next. */
export default function ErasuresPage() {
  const translate = useTranslate();
  const { open, show, close } = useDialog<true>(useApprovalAtHand() === undefined ? undefined : true);
  const askAnew = useAskAnew('erasures');
  const columns: readonly Column<Erasure>[] = [
    {
      name: 'at',
      label: 'erasures.at',
      show: ({ id, at }) => (
        <RecordLink to={`/erasures/${id}`}>
          <Time at={at} />
        </RecordLink>
      ),
    },
    {
      name: 'outcome',
      label: 'erasures.outcome',
      show: ({ outcome }) => (
        <StateChip label={translate(`erasures.outcomes.${outcome}`)} tone={TONES[outcome]} />
      ),
    },
    {
      name: 'ground',
      label: 'erasures.ground',
      show: ({ ground }) => translate(`erasures.grounds.${ground}`),
    },
    { name: 'case', label: 'erasures.caseReference', show: ({ caseReference }) => caseReference },
    { name: 'matches', label: 'erasures.matches', show: ({ destroyed }) => destroyed.matches },
    { name: 'by', label: 'erasures.requestedBy', show: ({ requestedBy }) => <Actor actor={requestedBy} /> },
  ];
  return (
    <>
      <RecordList<Erasure>
        resource="erasures"
        title={translate('erasures.title')}
        intro={translate('erasures.intro')}
        nothing={translate('erasures.nothing')}
        tools={
          <ToolButton color="error" startIcon={<EraseIcon />} onClick={() => show(true)}>
            {translate('erasures.erase')}
          </ToolButton>
        }
        {...{ columns, filters }}
      />
      {open === undefined ? null : (
        <EraseDialog
          onClose={() => {
            close();
            void askAnew();
          }}
        />
      )}
    </>
  );
}
