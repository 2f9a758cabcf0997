import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormCheck } from '../forms/form-check.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import { ReasonField } from '../forms/reason-field.tsx';

/** Holds a person, by number, or one match. */
export function HoldDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('holds.create')}
      text={translate('holds.createText')}
      confirm={translate('holds.create')}
      onClose={onClose}
      onSubmit={(values) =>
        call('POST', 'holds', {
          body: {
            number: values.text('number'),
            country: values.text('country'),
            matchId: values.text('matchId'),
            reason: values.text('reason'),
            until: values.instant('until'),
            disclose: values.checked('disclose'),
          },
        })
      }
    >
      <FormField
        name="number"
        type="tel"
        label={translate('holds.number')}
        hint={translate('holds.numberHint')}
        autoFocus
      />
      <FormField
        name="country"
        label={translate('erasures.country')}
        hint={translate('erasures.countryHint')}
      />
      <FormField name="matchId" label={translate('holds.matchId')} hint={translate('holds.matchHint')} />
      <ReasonField />
      <FormField
        name="until"
        type="date"
        label={translate('holds.until')}
        hint={translate('holds.untilHint')}
      />
      <FormCheck name="disclose" label={translate('holds.disclose')} hint={translate('holds.discloseHint')} />
    </FormDialog>
  );
}
