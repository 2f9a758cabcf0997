import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import { SecretOnce } from '../forms/secret-once.tsx';
import type { NewApiKey } from './api-key.ts';
import { ScopeChoice } from './scope-choice.tsx';

/** A new key, shown once. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('keys.create')}
      text={translate('keys.createText')}
      confirm={translate('keys.create')}
      onClose={onClose}
      onSubmit={(values) =>
        call<NewApiKey>('POST', 'keys', {
          body: {
            application: values.text('application'),
            name: values.text('name'),
            scopes: values.all('scopes'),
            expiresAt: values.instant('expiresAt'),
          },
        })
      }
      result={({ key }: NewApiKey) => (
        <SecretOnce label={translate('keys.key')} secret={key} text={translate('keys.once')} />
      )}
    >
      <FormField
        name="application"
        label={translate('keys.application')}
        hint={translate('keys.applicationHint')}
        required
        autoFocus
      />
      <FormField name="name" label={translate('keys.name')} hint={translate('keys.nameHint')} required />
      <ScopeChoice suggested={['matches:create', 'matches:read']} />
      <FormField
        name="expiresAt"
        type="date"
        label={translate('keys.expiresAt')}
        hint={translate('keys.expiresHint')}
      />
    </FormDialog>
  );
}
