import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { ApprovalField } from '../forms/approval-field.tsx';
import { FormCheck } from '../forms/form-check.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import type { FormValues } from '../forms/form-values.ts';
import { CLOCKS, GROUNDS, type Rule } from './retention.ts';

export interface RuleDialogProps {
  /** In whose place the new one is put. */
  readonly replaces?: Rule;
  readonly onClose: () => void;
}

/** Puts a rule into force; in the place of another, where one is named. */
export function RuleDialog({ replaces: rule, onClose }: RuleDialogProps) {
  const translate = useTranslate();
  const title = translate(rule === undefined ? 'retention.create' : 'retention.replaceTitle');
  return (
    <FormDialog
      title={title}
      text={translate(rule === undefined ? 'retention.createText' : 'retention.replaceText')}
      confirm={translate(rule === undefined ? 'retention.create' : 'retention.replace')}
      onClose={onClose}
      onSubmit={(values) =>
        rule === undefined
          ? call('POST', 'retention/rules', {
              body: {
                ...termsOf(values),
                application: values.text('application'),
                purpose: values.text('purpose'),
              },
            })
          : call('PUT', `retention/rules/${rule.id}`, { body: termsOf(values) })
      }
    >
      {rule === undefined ? (
        <>
          <FormField
            name="application"
            label={translate('retention.application')}
            hint={translate('retention.blankAll')}
            autoFocus
          />
          <FormField
            name="purpose"
            label={translate('retention.purpose')}
            hint={translate('retention.blankAll')}
          />
        </>
      ) : null}
      <FormField
        name="clock"
        label={translate('retention.clock')}
        defaultValue={rule?.clock}
        choices={CLOCKS.map((clock) => [clock, translate(`retention.clocks.${clock}`)])}
      />
      <FormField
        name="days"
        type="number"
        label={translate('retention.days')}
        hint={translate('retention.daysHint')}
        defaultValue={rule?.days}
        required
      />
      <FormField
        name="ground"
        label={translate('retention.ground')}
        defaultValue={rule?.ground}
        choices={GROUNDS.map((ground) => [ground, translate(`retention.grounds.${ground}`)])}
      />
      <FormCheck
        name="duty"
        label={translate('retention.duty')}
        hint={translate('retention.dutyHint')}
        defaultChecked={rule?.duty}
      />
      <ApprovalField />
    </FormDialog>
  );
}

const termsOf = (values: FormValues) => ({
  clock: values.text('clock'),
  days: values.number('days'),
  ground: values.text('ground'),
  duty: values.checked('duty'),
  approvalId: values.text('approvalId'),
});
