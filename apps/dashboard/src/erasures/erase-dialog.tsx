import { useTranslate } from 'ra-core';
import { ApiProblem } from '../api/api-problem.ts';
import { call } from '../api/call.ts';
import { ApprovalField } from '../forms/approval-field.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import { Certificate } from './certificate.tsx';
import { type Erasure, GROUNDS, type Refusal } from './erasure.ts';
import { Refusals } from './refusals.tsx';

/** Erases whoever has that number. The number is sent, and nowhere kept. */
export function EraseDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('erasures.erase')}
      text={translate('erasures.eraseText')}
      confirm={translate('erasures.erase')}
      grave
      onClose={onClose}
      onSubmit={(values) =>
        call<Erasure>('POST', 'erasures', {
          body: {
            number: values.text('number') ?? '',
            country: values.text('country'),
            ground: values.text('ground'),
            caseReference: values.text('caseReference'),
            approvalId: values.text('approvalId'),
          },
        })
      }
      result={(erasure: Erasure) => <Certificate erasure={erasure} />}
      refusal={(error) =>
        error instanceof ApiProblem && error.code === 'erasure_refused' ? (
          <Refusals refusals={(error.details['refusals'] ?? []) as readonly Refusal[]} />
        ) : undefined
      }
    >
      <FormField name="number" type="tel" label={translate('erasures.number')} required autoFocus />
      <FormField
        name="country"
        label={translate('erasures.country')}
        hint={translate('erasures.countryHint')}
      />
      <FormField
        name="ground"
        label={translate('erasures.ground')}
        choices={GROUNDS.map((ground) => [ground, translate(`erasures.grounds.${ground}`)])}
      />
      <FormField
        name="caseReference"
        label={translate('erasures.caseReference')}
        hint={translate('erasures.caseHint')}
      />
      <ApprovalField />
    </FormDialog>
  );
}
