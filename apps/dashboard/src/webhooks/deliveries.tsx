import { useTranslate } from 'ra-core';
import { SelectInput } from 'react-admin';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { choicesOf } from '../records/choices.ts';
import type { Column } from '../records/column.ts';
import { RecordLink } from '../records/record-link.tsx';
import { RecordRows } from '../records/record-list.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { DELIVERY_STATUSES, DELIVERY_TONES, type DeliverySummary } from './webhook.ts';

const WHILE_PENDING_MS = 3_000;

const filters = [
  <SelectInput
    key="status"
    source="status"
    label="webhooks.state"
    choices={choicesOf(DELIVERY_STATUSES, 'webhooks.deliveryStatuses')}
    alwaysOn
  />,
];

/** The delivery log of an endpoint, newest first. */
export function Deliveries({ endpointId }: { readonly endpointId: string }) {
  const translate = useTranslate();
  const columns: readonly Column<DeliverySummary>[] = [
    {
      name: 'type',
      label: 'webhooks.type',
      show: ({ id, type }) => (
        <RecordLink to={`/webhooks/deliveries/${id}`}>
          {translate(`webhooks.types.${type}`, { _: type })}
        </RecordLink>
      ),
    },
    { name: 'created', label: 'webhooks.createdAt', show: ({ createdAt }) => <Time at={createdAt} /> },
    {
      name: 'status',
      label: 'webhooks.state',
      show: ({ status }) => (
        <StateChip label={translate(`webhooks.deliveryStatuses.${status}`)} tone={DELIVERY_TONES[status]} />
      ),
    },
    {
      name: 'next',
      label: 'webhooks.nextAttemptAt',
      show: ({ nextAttemptAt }) => nextAttemptAt && <Time at={nextAttemptAt} />,
    },
  ];
  return (
    <Section title={translate('webhooks.deliveries')}>
      <RecordRows<DeliverySummary>
        resource={`webhooks/endpoints/${endpointId}/deliveries`}
        label={translate('webhooks.deliveries')}
        nothing={translate('webhooks.noDelivery')}
        queryOptions={{
          refetchInterval: ({ state }) =>
            (state.data as { data?: readonly DeliverySummary[] } | undefined)?.data?.some(
              ({ status }) => status === 'pending',
            )
              ? WHILE_PENDING_MS
              : false,
        }}
        {...{ columns, filters }}
      />
    </Section>
  );
}
