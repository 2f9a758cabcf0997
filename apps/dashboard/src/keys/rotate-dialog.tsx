import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import { SecretOnce } from '../forms/secret-once.tsx';
import type { ApiKey, NewApiKey } from './api-key.ts';

/** A key that follows this one, which works along for a while. */
export function RotateDialog({ of: key, onClose }: { readonly of: ApiKey; readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('keys.rotateTitle', { name: key.name })}
      text={translate('keys.rotateText')}
      confirm={translate('keys.rotate')}
      onClose={onClose}
      onSubmit={(values) =>
        call<NewApiKey>('POST', `keys/${key.id}/rotate`, {
          body: { overlapHours: values.number('overlapHours'), expiresAt: values.instant('expiresAt') },
        })
      }
      result={({ key: secret }: NewApiKey) => (
        <SecretOnce label={translate('keys.key')} secret={secret} text={translate('keys.onceRotated')} />
      )}
    >
      <FormField
        name="overlapHours"
        type="number"
        label={translate('keys.overlap')}
        hint={translate('keys.overlapHint')}
        defaultValue={24}
        autoFocus
      />
      <FormField
        name="expiresAt"
        type="date"
        label={translate('keys.expiresAt')}
        hint={translate('keys.expiresHint')}
      />
    </FormDialog>
  );
}
