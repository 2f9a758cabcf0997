import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import type { ApiKey } from './api-key.ts';
import { ScopeChoice } from './scope-choice.tsx';

/** Another name, other scopes. */
export function ChangeDialog({ of: key, onClose }: { readonly of: ApiKey; readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('keys.changeTitle', { name: key.name })}
      confirm={translate('ra.action.save')}
      onClose={onClose}
      onSubmit={(values) =>
        call('PATCH', `keys/${key.id}`, { body: { name: values.text('name'), scopes: values.all('scopes') } })
      }
    >
      <FormField name="name" label={translate('keys.name')} defaultValue={key.name} required autoFocus />
      <ScopeChoice has={key.scopes} />
    </FormDialog>
  );
}
