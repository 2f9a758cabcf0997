import { useTranslate } from 'ra-core';
import { useLocation } from 'react-router-dom';
import { FormField } from './form-field.tsx';

/** The approval somebody comes with from the page of approvals: in no address, for it is carried in memory. */
export function useApprovalAtHand(): string | undefined {
  const { state } = useLocation() as { state: { approvalId?: string } | null };
  return state?.approvalId;
}

/** For what may take a second person: the number of what they approved. */
export function ApprovalField() {
  const translate = useTranslate();
  return (
    <FormField
      name="approvalId"
      label={translate('forms.approval')}
      hint={translate('forms.approvalHint')}
      defaultValue={useApprovalAtHand()}
    />
  );
}
