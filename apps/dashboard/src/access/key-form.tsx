import { Alert, Button, TextField, Typography } from '@mui/material';
import { useLogin, useTranslate } from 'ra-core';
import { type SubmitEvent, useState } from 'react';
import { textIn } from '../layout/text-in.ts';

/** Lets in by an API key, which is kept as long as the tab. */
export function KeyForm() {
  const translate = useTranslate();
  const login = useLogin();
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = textIn(event.currentTarget, 'key');
    if (key === '') {
      setRefused(translate('access.keyMissing'));
      return;
    }
    setBusy(true);
    setRefused(undefined);
    try {
      await login({ key });
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate style={{ display: 'grid', gap: 12 }}>
      <Typography component="h2" variant="h6">
        {translate('access.withKey')}
      </Typography>
      <TextField
        name="key"
        type="password"
        label={translate('access.key')}
        helperText={translate('access.keyHint')}
        error={refused !== undefined}
        fullWidth
        slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false, 'aria-required': true } }}
      />
      {refused === undefined ? null : (
        <Alert severity="error" role="alert">
          {refused}
        </Alert>
      )}
      <Button type="submit" variant="outlined" loading={busy}>
        {translate('access.useKey')}
      </Button>
    </form>
  );
}
