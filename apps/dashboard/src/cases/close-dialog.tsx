import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import { ReasonField } from '../forms/reason-field.tsx';
import { type Case, RESOLUTIONS } from './case.ts';

/** How the case ends, and why. */
export function CloseDialog({ of: one, onClose }: { readonly of: Case; readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('cases.closeTitle')}
      text={translate(`cases.closeText.${one.cause}`)}
      confirm={translate('cases.close')}
      onClose={onClose}
      onSubmit={(values) =>
        call('POST', `reviews/${one.id}/close`, {
          body: { resolution: values.text('resolution'), reason: values.text('reason') },
        })
      }
    >
      <FormField
        name="resolution"
        label={translate('cases.resolution')}
        defaultValue={
          one.overrides.length > 0 ? 'overridden' : one.cause === 'probing' ? 'dismissed' : 'upheld'
        }
        choices={RESOLUTIONS.map((each) => [each, translate(`cases.resolutions.${each}`)])}
      />
      <ReasonField autoFocus />
    </FormDialog>
  );
}
