import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import type { Column } from '../records/column.ts';
import { RecordTable } from '../records/record-table.tsx';
import { StateChip } from '../records/state-chip.tsx';
import type { Attempt } from './webhook.ts';

/** Each attempt, with what came back. */
export function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const rows = attempts.map((attempt, index) => ({ ...attempt, id: String(index + 1) }));
  const columns: readonly Column<Attempt & { id: string }>[] = [
    { name: 'n', label: 'webhooks.attempt', show: ({ id }) => id },
    { name: 'at', label: 'webhooks.at', show: ({ at }) => <Time at={at} /> },
    {
      name: 'answer',
      label: 'webhooks.answer',
      show: ({ responseStatus, error }) =>
        responseStatus === null ? (
          <StateChip
            label={translate(`webhooks.errors.${error ?? 'failed'}`, { _: error ?? '' })}
            tone="bad"
          />
        ) : (
          <StateChip label={String(responseStatus)} tone={responseStatus < 300 ? 'good' : 'bad'} />
        ),
    },
    {
      name: 'took',
      label: 'webhooks.took',
      show: ({ durationMs }) => (durationMs === null ? null : format.duration(durationMs)),
    },
  ];
  return (
    <Section title={translate('webhooks.attempts')}>
      {rows.length === 0 ? (
        <EmptyList text={translate('webhooks.noAttempt')} />
      ) : (
        <RecordTable label={translate('webhooks.attempts')} rows={rows} columns={columns} />
      )}
    </Section>
  );
}
