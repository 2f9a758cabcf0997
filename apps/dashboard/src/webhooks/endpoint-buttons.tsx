import { Button } from '@mui/material';
import { useNotify, useTranslate } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import { SecretOnce } from '../forms/secret-once.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { useAskAnew } from '../records/use-asked.ts';
import { EndpointFields, endpointOf } from './endpoint-fields.tsx';
import type { Endpoint, WithSecret } from './webhook.ts';

/** Test it, change it, give it another secret, stop it. */
export function EndpointButtons({ endpoint }: { readonly endpoint: Endpoint }) {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const { open, show, close } = useDialog<'change' | 'rotate' | 'delete'>();
  const askAnew = useAskAnew('webhooks');
  const path = `webhooks/endpoints/${endpoint.id}`;
  const onClose = () => {
    close();
    void askAnew();
  };
  const say = (act: Promise<unknown>, done: string) =>
    act.then(
      async () => {
        notify(done, { type: 'success' });
        await askAnew();
      },
      (error: unknown) => notify(error instanceof Error ? error.message : String(error), { type: 'error' }),
    );
  return (
    <>
      <Button
        variant="contained"
        disabled={!endpoint.enabled}
        onClick={() => void say(call('POST', `${path}/test`), translate('webhooks.tested'))}
      >
        {translate('webhooks.test')}
      </Button>
      <Button variant="outlined" onClick={() => show('change')}>
        {translate('webhooks.change')}
      </Button>
      <Button variant="outlined" onClick={() => show('rotate')}>
        {translate('webhooks.rotate')}
      </Button>
      <Button
        variant="outlined"
        onClick={() =>
          void say(
            call('PATCH', path, { body: { enabled: !endpoint.enabled } }),
            translate('webhooks.changed'),
          )
        }
      >
        {translate(endpoint.enabled ? 'webhooks.disable' : 'webhooks.enable')}
      </Button>
      <Button variant="outlined" color="error" onClick={() => show('delete')}>
        {translate('webhooks.delete')}
      </Button>
      {open === 'change' ? (
        <FormDialog
          title={translate('webhooks.change')}
          confirm={translate('ra.action.save')}
          onClose={onClose}
          onSubmit={(values) => call('PATCH', path, { body: endpointOf(values) })}
        >
          <EndpointFields of={endpoint} />
        </FormDialog>
      ) : null}
      {open === 'rotate' ? (
        <FormDialog
          title={translate('webhooks.rotate')}
          text={translate('webhooks.rotateText')}
          confirm={translate('webhooks.rotate')}
          onClose={onClose}
          onSubmit={(values) =>
            call<WithSecret>('POST', `${path}/rotate-secret`, {
              body: { overlapHours: values.number('overlapHours') },
            })
          }
          result={({ secret }: WithSecret) => (
            <SecretOnce
              label={translate('webhooks.secret')}
              secret={secret}
              text={translate('webhooks.secretText')}
            />
          )}
        >
          <FormField
            name="overlapHours"
            type="number"
            label={translate('webhooks.overlap')}
            hint={translate('webhooks.overlapHint')}
            defaultValue={24}
            autoFocus
          />
        </FormDialog>
      ) : null}
      {open === 'delete' ? (
        <FormDialog
          title={translate('webhooks.delete')}
          text={translate('webhooks.deleteText')}
          confirm={translate('webhooks.delete')}
          grave
          onClose={close}
          onSubmit={async () => {
            await call('DELETE', path);
            await navigate('/webhooks');
            await askAnew();
          }}
        />
      ) : null}
    </>
  );
}
