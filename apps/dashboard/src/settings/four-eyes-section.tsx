import { Button, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { KINDS } from '../approvals/approval.ts';
import { ChoiceGroup } from '../forms/choice-group.tsx';
import { FormField } from '../forms/form-field.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import type { Settings } from './settings.ts';

/** What takes a second person, and how long they have. */
export function FourEyesSection({ settings }: { readonly settings: Settings }) {
  const translate = useTranslate();
  const { open, show, close } = useDialog<true>();
  const named = settings.fourEyes.map((kind) => translate(`approvals.kinds.${kind}`, { _: kind }));
  return (
    <Section
      title={translate('settings.fourEyes')}
      actions={
        <Button size="small" variant="outlined" onClick={() => show(true)}>
          {translate('settings.change')}
        </Button>
      }
    >
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {translate('settings.fourEyesText')}
      </Typography>
      <Facts
        rows={[
          [
            translate('settings.demanded'),
            named.length === 0 ? translate('settings.nothingDemanded') : named.join(', '),
          ],
          [
            translate('settings.approvalHours'),
            translate('settings.hours', { smart_count: settings.approvalHours }),
          ],
        ]}
      />
      {open === undefined ? null : (
        <SettingsDialog
          title={translate('settings.fourEyes')}
          settings={settings}
          onClose={close}
          change={(values) => ({
            fourEyes: values.all('fourEyes'),
            approvalHours: values.number('approvalHours'),
          })}
        >
          <ChoiceGroup
            name="fourEyes"
            label={translate('settings.demanded')}
            hint={translate('settings.demandedHint')}
            chosen={settings.fourEyes}
            choices={KINDS.map((value) => ({ value, label: translate(`approvals.kinds.${value}`) }))}
          />
          <FormField
            name="approvalHours"
            type="number"
            label={translate('settings.approvalHours')}
            hint={translate('settings.approvalHoursHint')}
            defaultValue={settings.approvalHours}
          />
        </SettingsDialog>
      )}
    </Section>
  );
}
