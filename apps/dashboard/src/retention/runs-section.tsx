import { Box, Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { ApprovalField } from '../forms/approval-field.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import type { Column } from '../records/column.ts';
import { RecordRows } from '../records/record-list.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import type { Run } from './retention.ts';
import { RunReport } from './run-report.tsx';

const WHILE_RUNNING_MS = 2_000;

/** Purges and counts, with what each came to; and starting one. */
export function RunsSection() {
  const translate = useTranslate();
  const { open, show, close } = useDialog<'count' | 'purge'>();
  const askAnew = useAskAnew('retention/runs');
  const onClose = () => {
    close();
    void askAnew();
  };
  const columns: readonly Column<Run>[] = [
    { name: 'at', label: 'retention.startedAt', show: ({ startedAt }) => <Time at={startedAt} /> },
    { name: 'by', label: 'retention.startedBy', show: ({ startedBy }) => <Actor actor={startedBy} /> },
    {
      name: 'kind',
      label: 'retention.kind',
      show: ({ dryRun }) => translate(dryRun ? 'retention.counted' : 'retention.purged'),
    },
    {
      name: 'state',
      label: 'retention.state',
      show: ({ state }) => (
        <StateChip
          label={translate(`retention.runStates.${state}`)}
          tone={state === 'running' ? 'waiting' : 'good'}
        />
      ),
    },
    {
      name: 'report',
      label: 'retention.report',
      show: ({ report, dryRun }) => <RunReport {...{ report, dryRun }} />,
    },
  ];
  return (
    <Section
      title={translate('retention.runs')}
      actions={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, justifyContent: 'flex-end' }}>
          <Button size="small" variant="outlined" onClick={() => show('count')}>
            {translate('retention.count')}
          </Button>
          <Button size="small" variant="outlined" color="error" onClick={() => show('purge')}>
            {translate('retention.purge')}
          </Button>
        </Box>
      }
    >
      <RecordRows<Run>
        resource="retention/runs"
        label={translate('retention.runs')}
        nothing={translate('retention.noRun')}
        queryOptions={{
          refetchInterval: ({ state }) =>
            (state.data as { data?: readonly Run[] } | undefined)?.data?.some(
              (run) => run.state === 'running',
            )
              ? WHILE_RUNNING_MS
              : false,
        }}
        columns={columns}
      />
      {open === undefined ? null : (
        <FormDialog
          title={translate(`retention.${open}`)}
          text={translate(`retention.${open}Text`)}
          confirm={translate(`retention.${open}`)}
          grave={open === 'purge'}
          onClose={onClose}
          onSubmit={(values) =>
            call<Run>('POST', 'retention/runs', {
              body: { dryRun: open === 'count', approvalId: values.text('approvalId') },
            })
          }
          result={({ report, dryRun }: Run) => <RunReport {...{ report, dryRun }} />}
        >
          {open === 'purge' ? <ApprovalField /> : null}
        </FormDialog>
      )}
    </Section>
  );
}
