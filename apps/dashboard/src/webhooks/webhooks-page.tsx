import AddIcon from '@mui/icons-material/Add';
import { Button, Card } from '@mui/material';
import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { SecretOnce } from '../forms/secret-once.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Time } from '../layout/time.tsx';
import type { Column } from '../records/column.ts';
import { RecordLink } from '../records/record-link.tsx';
import { RecordTable } from '../records/record-table.tsx';
import { useAskAnew, useAsked } from '../records/use-asked.ts';
import { EndpointFields, endpointOf } from './endpoint-fields.tsx';
import { EndpointState } from './endpoint-state.tsx';
import type { Endpoint, WithSecret } from './webhook.ts';

/** Where partner systems are told how matches went. */
export default function WebhooksPage() {
  const translate = useTranslate();
  const { open, show, close } = useDialog<true>();
  const { data, error, isPending, refetch } = useAsked<{ items: readonly Endpoint[] }>('webhooks/endpoints');
  const askAnew = useAskAnew('webhooks');
  const columns: readonly Column<Endpoint>[] = [
    {
      name: 'url',
      label: 'webhooks.url',
      show: ({ id, url }) => <RecordLink to={`/webhooks/${id}`}>{url}</RecordLink>,
    },
    { name: 'description', label: 'webhooks.description', show: ({ description }) => description },
    {
      name: 'events',
      label: 'webhooks.events',
      show: ({ events }) =>
        events.map((event) => translate(`webhooks.types.${event}`, { _: event })).join(', '),
    },
    { name: 'state', label: 'webhooks.state', show: (endpoint) => <EndpointState of={endpoint} /> },
    { name: 'created', label: 'webhooks.createdAt', show: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  return (
    <>
      <PageTitle
        title={translate('webhooks.title')}
        intro={translate('webhooks.intro')}
        actions={
          <Button variant="contained" startIcon={<AddIcon />} onClick={() => show(true)}>
            {translate('webhooks.register')}
          </Button>
        }
      />
      <Card>
        {isPending ? <Loading /> : null}
        {error === null ? null : <Failure error={error} onRetry={() => void refetch()} />}
        {data?.items.length === 0 ? <EmptyList text={translate('webhooks.nothing')} /> : null}
        {data === undefined || data.items.length === 0 ? null : (
          <RecordTable<Endpoint> label={translate('webhooks.title')} rows={data.items} columns={columns} />
        )}
      </Card>
      {open === undefined ? null : (
        <FormDialog
          title={translate('webhooks.register')}
          text={translate('webhooks.registerText')}
          confirm={translate('webhooks.register')}
          onClose={() => {
            close();
            void askAnew();
          }}
          onSubmit={(values) => call<WithSecret>('POST', 'webhooks/endpoints', { body: endpointOf(values) })}
          result={({ secret }: WithSecret) => (
            <SecretOnce
              label={translate('webhooks.secret')}
              secret={secret}
              text={translate('webhooks.secretText')}
            />
          )}
        >
          <EndpointFields />
        </FormDialog>
      )}
    </>
  );
}
