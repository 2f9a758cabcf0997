import { Box, Button, TextField, Typography } from '@mui/material';
import { useNotify, useRedirect, useTranslate } from 'ra-core';
import { type SubmitEvent, useState } from 'react';
import { call } from '../api/call.ts';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import { textIn } from '../layout/text-in.ts';
import { decisiveIn, type Field, FIELDS, type Policy, type Rule, type Rules } from './policy.ts';
import { RuleEditor } from './rule-editor.tsx';
import { useRefreshPolicies } from './use-policy.ts';

/** Field by field, on a scale and in figures; saved as a draft, which nothing is judged by. */
export function PolicyEditor({ from }: { readonly from: Policy }) {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const refresh = useRefreshPolicies();
  const [fields, setFields] = useState<Rules>(from.fields);
  const [minimum, setMinimum] = useState(from.minimumDecisive);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const decisive = decisiveIn(fields);
  const wrongMinimum = !Number.isInteger(minimum) || minimum < 1 || minimum > decisive;

  const change = (field: Field, rule: Rule | undefined) =>
    setFields((before) => {
      const others = Object.entries(before).filter(([name]) => name !== field);
      return Object.fromEntries(rule === undefined ? others : [...others, [field, rule]]);
    });

  const save = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const [name, note] = [textIn(form, 'name'), textIn(form, 'note')];
    setBusy(true);
    setError(undefined);
    try {
      const made = await call<Policy>('POST', 'policies', {
        body: { name, minimumDecisive: minimum, fields, ...(note === '' ? {} : { note }) },
      });
      await refresh();
      notify('policies.editor.saved', { type: 'success', messageArgs: { policy: made.policy } });
      redirect('show', 'policies', made.id);
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  };

  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => void save(event)}
      sx={{ display: 'grid', gap: 2 }}
    >
      <Section title={translate('policies.rules')}>
        <Box sx={{ display: 'grid', gap: { xs: 3, md: 1.5 } }}>
          {FIELDS.map((field) => (
            <RuleEditor
              key={field}
              {...{ field, rule: fields[field] }}
              onChange={(rule) => change(field, rule)}
            />
          ))}
        </Box>
        <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1.5 }}>
          {translate('policies.scaleHint')}
        </Typography>
      </Section>
      <Section title={translate('policies.editor.whole')}>
        <Box sx={{ display: 'grid', gap: 2, maxWidth: 560 }}>
          <TextField
            type="number"
            label={translate('policies.editor.minimum')}
            helperText={translate(
              decisive === 0 ? 'policies.editor.nothingDecides' : 'policies.editor.minimumHint',
              { decisive },
            )}
            error={wrongMinimum}
            value={Number.isNaN(minimum) ? '' : minimum}
            onChange={({ target }) => setMinimum(Number.parseInt(target.value, 10))}
            slotProps={{ htmlInput: { min: 1, max: Math.max(1, decisive), step: 1 } }}
          />
          <TextField
            name="name"
            label={translate('policies.editor.name')}
            helperText={translate('policies.editor.nameHint')}
            defaultValue={from.name}
            required
          />
          <TextField
            name="note"
            label={translate('policies.editor.note')}
            helperText={translate('policies.editor.noteHint')}
            multiline
            minRows={2}
          />
        </Box>
      </Section>
      {error === undefined ? null : <Failure error={error} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <Button type="submit" variant="contained" loading={busy} disabled={wrongMinimum}>
          {translate('policies.editor.save')}
        </Button>
        <Button onClick={() => redirect('show', 'policies', from.id)}>{translate('ra.action.cancel')}</Button>
      </Box>
    </Box>
  );
}
