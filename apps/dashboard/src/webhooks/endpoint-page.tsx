import { Alert } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { RecordPage } from '../records/record-page.tsx';
import { Deliveries } from './deliveries.tsx';
import { EndpointButtons } from './endpoint-buttons.tsx';
import { EndpointState } from './endpoint-state.tsx';
import type { Endpoint } from './webhook.ts';

/** One endpoint: how it stands, and everything that was sent there. */
export default function EndpointPage() {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <RecordPage<Endpoint>
      resource="webhooks/endpoints"
      list="/webhooks"
      name={translate('webhooks.one')}
      title={({ url }) => new URL(url).host}
      intro={(endpoint) => <EndpointState of={endpoint} />}
      actions={(endpoint) => <EndpointButtons endpoint={endpoint} />}
    >
      {(endpoint) => (
        <>
          {endpoint.disabledAt === null ? null : (
            <Alert severity="warning">
              {translate(`webhooks.disabledTexts.${endpoint.disabledReason ?? 'manual'}`, {
                at: format.dateTime(endpoint.disabledAt),
              })}
            </Alert>
          )}
          <Section title={translate('webhooks.facts')}>
            <Facts
              rows={[
                [translate('webhooks.url'), endpoint.url],
                [translate('webhooks.description'), endpoint.description],
                [
                  translate('webhooks.events'),
                  endpoint.events
                    .map((event) => translate(`webhooks.types.${event}`, { _: event }))
                    .join(', '),
                ],
                [translate('webhooks.createdAt'), <Time key="at" at={endpoint.createdAt} />],
                [
                  translate('webhooks.failingSince'),
                  endpoint.failingSince && <Time key="failing" at={endpoint.failingSince} />,
                ],
                [
                  translate('webhooks.previousSecretUntil'),
                  endpoint.previousSecretUntil && <Time key="secret" at={endpoint.previousSecretUntil} />,
                ],
                [translate('records.id'), endpoint.id],
              ]}
            />
          </Section>
          <Deliveries endpointId={endpoint.id} />
        </>
      )}
    </RecordPage>
  );
}
