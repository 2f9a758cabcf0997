import { useTranslate } from 'ra-core';
import { FormField } from './form-field.tsx';

export interface ReasonFieldProps {
  readonly required?: boolean;
  readonly autoFocus?: boolean;
}

/** Why something is done. It stays on record. */
export function ReasonField({ required = true, autoFocus }: ReasonFieldProps) {
  const translate = useTranslate();
  return (
    <FormField
      name="reason"
      label={translate('forms.reason')}
      hint={translate('forms.reasonHint')}
      multiline
      {...{ required, autoFocus }}
    />
  );
}
