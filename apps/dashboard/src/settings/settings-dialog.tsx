import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { call } from '../api/call.ts';
import { ApprovalField } from '../forms/approval-field.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import type { FormValues } from '../forms/form-values.ts';
import { ReasonField } from '../forms/reason-field.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import type { Settings } from './settings.ts';

export interface SettingsDialogProps {
  readonly title: string;
  readonly settings: Settings;
  /** What is to change. */
  readonly change: (values: FormValues) => object;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Changes some of the settings. To weaken them may take a reason and a second person. */
export function SettingsDialog({ title, settings, change, onClose, children }: SettingsDialogProps) {
  const translate = useTranslate();
  const askAnew = useAskAnew('settings');
  return (
    <FormDialog
      title={title}
      confirm={translate('ra.action.save')}
      onClose={onClose}
      onSubmit={async (values) => {
        const { reason, approvalId } = {
          reason: values.text('reason'),
          approvalId: values.text('approvalId'),
        };
        const answer = await call('PATCH', 'settings', { body: { ...change(values), reason, approvalId } });
        await askAnew();
        return answer;
      }}
    >
      {children}
      {settings.fourEyes.includes('settings') ? (
        <>
          <ReasonField required={false} />
          <ApprovalField />
        </>
      ) : null}
    </FormDialog>
  );
}
