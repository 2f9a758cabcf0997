import { Box, Button } from '@mui/material';
import { useNotify, useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { RecordLink } from '../records/record-link.tsx';
import { RecordPage } from '../records/record-page.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import { Attempts } from './attempts.tsx';
import { type Delivery, DELIVERY_TONES } from './webhook.ts';

const WHILE_PENDING_MS = 2_000;

/** One delivery: what was sent, and how each attempt went. */
export default function DeliveryPage() {
  const translate = useTranslate();
  return (
    <RecordPage<Delivery>
      resource="webhooks/deliveries"
      list="/webhooks"
      name={translate('webhooks.delivery')}
      title={({ type }) => translate(`webhooks.types.${type}`, { _: type })}
      intro={({ status }) => (
        <StateChip label={translate(`webhooks.deliveryStatuses.${status}`)} tone={DELIVERY_TONES[status]} />
      )}
      actions={(delivery) => <ResendButton delivery={delivery} />}
      again={(delivery) => (delivery?.status === 'pending' ? WHILE_PENDING_MS : false)}
    >
      {(delivery) => (
        <>
          <Section title={translate('webhooks.delivery')}>
            <Facts
              rows={[
                [translate('webhooks.webhookId'), <code key="id">{delivery.webhookId}</code>],
                [
                  translate('webhooks.one'),
                  <RecordLink key="endpoint" to={`/webhooks/${delivery.endpointId}`}>
                    {delivery.endpointId}
                  </RecordLink>,
                ],
                [translate('webhooks.match'), delivery.matchId],
                [translate('webhooks.createdAt'), <Time key="at" at={delivery.createdAt} />],
                [
                  translate('webhooks.nextAttemptAt'),
                  delivery.nextAttemptAt && <Time key="next" at={delivery.nextAttemptAt} />,
                ],
              ]}
            />
          </Section>
          <Attempts attempts={delivery.attempts} />
          <Section title={translate('webhooks.body')}>
            <Box
              component="pre"
              tabIndex={0}
              aria-label={translate('webhooks.body')}
              sx={{ m: 0, overflowX: 'auto', fontSize: '0.8125rem' }}
            >
              {pretty(delivery.body)}
            </Box>
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function ResendButton({ delivery }: { readonly delivery: Delivery }) {
  const translate = useTranslate();
  const notify = useNotify();
  const askAnew = useAskAnew('webhooks');
  const resend = () =>
    call('POST', `webhooks/deliveries/${delivery.id}/resend`).then(
      async () => {
        notify(translate('webhooks.resent'), { type: 'success' });
        await askAnew();
      },
      (error: unknown) => notify(error instanceof Error ? error.message : String(error), { type: 'error' }),
    );
  return (
    <Button variant="contained" onClick={() => void resend()}>
      {translate('webhooks.resend')}
    </Button>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
