import PlayIcon from '@mui/icons-material/PlayArrowOutlined';
import { Box, Button, TextField } from '@mui/material';
import { useTranslate } from 'ra-core';
import { type SubmitEvent, useState } from 'react';
import { call } from '../api/call.ts';
import { Failure } from '../layout/failure.tsx';
import { textIn } from '../layout/text-in.ts';
import type { Backtest } from './policy.ts';
import { useRefreshPolicies } from './use-policy.ts';

const DAY_MS = 86_400_000;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

export interface BacktestFormProps {
  readonly policyId: string;
  readonly onBegun: (id: string) => void;
}

/** Which matches: the last thirty days, unless told otherwise. */
export function BacktestForm({ policyId, onBegun }: BacktestFormProps) {
  const translate = useTranslate();
  const refresh = useRefreshPolicies();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [now] = useState(() => Date.now());

  const begin = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const application = textIn(form, 'application');
    setBusy(true);
    setError(undefined);
    try {
      const body = {
        ...{ from: textIn(form, 'from'), to: textIn(form, 'to') },
        ...(application === '' ? {} : { application }),
      };
      const { id } = await call<Backtest>('POST', `policies/${policyId}/backtests`, { body });
      onBegun(id);
      await refresh();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };

  const day = (name: 'from' | 'to', value: string) => (
    <TextField
      {...{ name, type: 'date', size: 'small', required: true, defaultValue: value, fullWidth: false }}
      label={translate(`policies.backtest.${name}`)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
  return (
    <Box component="form" noValidate onSubmit={(event: SubmitEvent<HTMLFormElement>) => void begin(event)}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        {day('from', dayOf(now - 30 * DAY_MS))}
        {day('to', dayOf(now + DAY_MS))}
        <TextField
          name="application"
          size="small"
          fullWidth={false}
          label={translate('policies.backtest.application')}
        />
        <Button type="submit" variant="outlined" startIcon={<PlayIcon />} loading={busy}>
          {translate('policies.backtest.begin')}
        </Button>
      </Box>
      {error === undefined ? null : (
        <Box sx={{ mt: 1.5 }}>
          <Failure error={error} />
        </Box>
      )}
    </Box>
  );
}
