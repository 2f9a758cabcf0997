import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { ApprovalField } from '../forms/approval-field.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import type { Rule } from './retention.ts';

/** Ends a rule: what it was meant for falls to the next more general one, or is kept. */
export function EndDialog({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  const translate = useTranslate();
  return (
    <FormDialog
      title={translate('retention.endTitle')}
      text={translate('retention.endText')}
      confirm={translate('retention.end')}
      grave
      onClose={onClose}
      onSubmit={(values) =>
        call('DELETE', `retention/rules/${rule.id}`, { query: { approvalId: values.text('approvalId') } })
      }
    >
      <ApprovalField />
    </FormDialog>
  );
}
