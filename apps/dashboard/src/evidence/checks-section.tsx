import { Alert, Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import type { Column } from '../records/column.ts';
import { RecordTable } from '../records/record-table.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { useAsked } from '../records/use-asked.ts';
import type { EvidenceCheck } from './evidence-check.ts';
import { Findings } from './findings.tsx';

interface Checks {
  readonly items: readonly EvidenceCheck[];
}

const WHILE_RUNNING_MS = 1_500;

/** What the service found, newest first. */
export function ChecksSection() {
  const translate = useTranslate();
  const format = useFormat();
  const { data, error } = useAsked<Checks>('evidence/checks', {
    query: { limit: 20 },
    again: (found) => (found?.items.some(({ endedAt }) => endedAt === null) ? WHILE_RUNNING_MS : false),
  });
  const newest = data?.items.find(({ result }) => result !== null);
  const columns: readonly Column<EvidenceCheck>[] = [
    { name: 'at', label: 'evidence.startedAt', show: ({ startedAt }) => <Time at={startedAt} /> },
    { name: 'by', label: 'evidence.startedBy', show: ({ startedBy }) => <Actor actor={startedBy} /> },
    {
      name: 'took',
      label: 'evidence.took',
      show: ({ startedAt, endedAt }) =>
        endedAt === null ? null : format.duration(Date.parse(endedAt) - Date.parse(startedAt)),
    },
    {
      name: 'size',
      label: 'evidence.size',
      show: ({ size }) => (size === null ? null : format.number(size)),
    },
    { name: 'result', label: 'evidence.result', show: (check) => <Result check={check} /> },
  ];
  return (
    <Section title={translate('evidence.checks')}>
      {error === null ? null : <Failure error={error} />}
      {newest === undefined ? null : (
        <Alert severity={newest.result === 'ok' ? 'success' : 'error'} sx={{ mb: 2 }}>
          {translate(`evidence.says.${newest.result}`, { size: format.number(newest.size ?? 0) })}
        </Alert>
      )}
      {data?.items.length === 0 ? <EmptyList text={translate('evidence.noCheck')} /> : null}
      {data === undefined || data.items.length === 0 ? null : (
        <RecordTable<EvidenceCheck>
          label={translate('evidence.checks')}
          rows={data.items}
          columns={columns}
        />
      )}
    </Section>
  );
}

function Result({ check }: { readonly check: EvidenceCheck }) {
  const translate = useTranslate();
  if (check.result === null)
    return <StateChip label={translate('evidence.results.running')} tone="waiting" />;
  return (
    <Box>
      <StateChip
        label={translate(`evidence.results.${check.result}`)}
        tone={check.result === 'ok' ? 'good' : 'bad'}
      />
      <Findings check={check} />
    </Box>
  );
}
