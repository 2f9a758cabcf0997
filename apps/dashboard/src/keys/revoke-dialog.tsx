import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import type { ApiKey } from './api-key.ts';

export function RevokeDialog({ of: key, onClose }: { readonly of: ApiKey; readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('keys.revokeTitle', { name: key.name })}
      text={translate('keys.revokeText')}
      confirm={translate('keys.revoke')}
      grave
      onClose={onClose}
      onSubmit={() => call('DELETE', `keys/${key.id}`)}
    />
  );
}
