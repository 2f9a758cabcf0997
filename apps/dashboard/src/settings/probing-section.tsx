import { Button, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { FormCheck } from '../forms/form-check.tsx';
import { FormField } from '../forms/form-field.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { LIMITS, type Settings } from './settings.ts';

/** When it is guessing. */
export function ProbingSection({ settings }: { readonly settings: Settings }) {
  const translate = useTranslate();
  const format = useFormat();
  const { open, show, close } = useDialog<true>();
  const { probing } = settings;
  return (
    <Section
      title={translate('settings.probing')}
      actions={
        <Button size="small" variant="outlined" onClick={() => show(true)}>
          {translate('settings.change')}
        </Button>
      }
    >
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {translate('settings.probingText')}
      </Typography>
      <Facts
        rows={[
          [translate('settings.enabled'), translate(probing.enabled ? 'records.yes' : 'records.no')],
          ...LIMITS.map(
            (name) => [translate(`settings.limits.${name}`), format.number(probing[name])] as const,
          ),
        ]}
      />
      {open === undefined ? null : (
        <SettingsDialog
          title={translate('settings.probing')}
          settings={settings}
          onClose={close}
          change={(values) => ({
            probing: {
              enabled: values.checked('probing.enabled'),
              ...Object.fromEntries(LIMITS.map((name) => [name, values.number(`probing.${name}`)])),
            },
          })}
        >
          <FormCheck
            name="probing.enabled"
            label={translate('settings.enabled')}
            defaultChecked={probing.enabled}
          />
          {LIMITS.map((name) => (
            <FormField
              key={name}
              name={`probing.${name}`}
              type="number"
              label={translate(`settings.limits.${name}`)}
              hint={translate(`settings.limitHints.${name}`)}
              defaultValue={probing[name]}
            />
          ))}
        </SettingsDialog>
      )}
    </Section>
  );
}
