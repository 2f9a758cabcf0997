import {
  Box,
  Button,
  FormControl,
  InputLabel,
  LinearProgress,
  MenuItem,
  Select,
  Typography,
} from '@mui/material';
import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { usePermitted } from '../access/use-permitted.ts';
import { call } from '../api/call.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import { BacktestForm } from './backtest-form.tsx';
import { BacktestOperators } from './backtest-operators.tsx';
import { type Backtest, isUnderWay, type Policy } from './policy.ts';
import { useBacktests, useRefreshPolicies } from './use-policy.ts';
import { VerdictMatrix } from './verdict-matrix.tsx';

/** What another policy would have said of matches there have been. */
export function BacktestSection({ policy }: { readonly policy: Policy }) {
  const translate = useTranslate();
  const format = useFormat();
  const labelId = useId();
  const mayTry = usePermitted('policies:manage');
  const { data = [], error } = useBacktests(policy.id);
  const [chosen, setChosen] = useState<string>();
  const shown = data.find(({ id }) => id === chosen) ?? data[0];
  const nameOf = ({ from, to, application }: Backtest) =>
    `${format.date(from)} – ${format.date(to)}${application === null ? '' : ` · ${application}`}`;
  return (
    <Section title={translate('policies.backtest.title')}>
      <Typography variant="body2" sx={{ mb: 1.5, maxWidth: '75ch' }}>
        {translate('policies.backtest.text')}
      </Typography>
      {mayTry ? <BacktestForm policyId={policy.id} onBegun={setChosen} /> : null}
      {error === null ? null : <Failure error={error} />}
      {shown === undefined ? (
        <Typography variant="body2" color="textSecondary">
          {translate('policies.backtest.none')}
        </Typography>
      ) : (
        <Box sx={{ display: 'grid', gap: 2, mt: 2, '& > *': { minWidth: 0 } }}>
          {data.length > 1 ? (
            <FormControl size="small" sx={{ maxWidth: 420 }}>
              <InputLabel id={labelId}>{translate('policies.backtest.which')}</InputLabel>
              <Select
                labelId={labelId}
                label={translate('policies.backtest.which')}
                value={shown.id}
                onChange={({ target }) => setChosen(target.value)}
              >
                {data.map((one) => (
                  <MenuItem key={one.id} value={one.id}>
                    {nameOf(one)} ({format.relative(one.requestedAt)})
                  </MenuItem>
                ))}
              </Select>
            </FormControl>
          ) : (
            <Typography variant="subtitle2">{nameOf(shown)}</Typography>
          )}
          <Progress backtest={shown} mayCancel={mayTry} />
          <Result backtest={shown} />
        </Box>
      )}
    </Section>
  );
}

function Progress({ backtest, mayCancel }: { readonly backtest: Backtest; readonly mayCancel: boolean }) {
  const translate = useTranslate();
  const format = useFormat();
  const refresh = useRefreshPolicies();
  const { state, progress, failure } = backtest;
  const { done, total } = progress;
  const text = translate(`policies.backtest.states.${state}`, {
    ...{ done: format.number(done), total: total === null ? '…' : format.number(total), code: failure ?? '' },
  });
  if (!isUnderWay(backtest)) return <Typography variant="body2">{text}</Typography>;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
      <Box sx={{ flex: '1 1 12rem' }}>
        <LinearProgress
          aria-label={translate('policies.backtest.progress')}
          {...(total === null || total === 0
            ? { variant: 'indeterminate' as const }
            : { variant: 'determinate' as const, value: Math.min(100, (100 * done) / total) })}
        />
        <Typography variant="caption" role="status">
          {text}
        </Typography>
      </Box>
      {mayCancel ? (
        <Button
          size="small"
          onClick={() =>
            void call('DELETE', `policies/${backtest.policyId}/backtests/${backtest.id}`)
              // It was faster: then there is nothing to cancel, and its end is shown.
              .catch(() => undefined)
              .then(refresh)
          }
        >
          {translate('policies.backtest.cancel')}
        </Button>
      ) : null}
    </Box>
  );
}

function Result({ backtest }: { readonly backtest: Backtest }) {
  const translate = useTranslate();
  const [against, setAgainst] = useState<'active' | 'record'>('active');
  if (backtest.matches === 0) return null;
  return (
    <>
      <Box
        role="group"
        aria-label={translate('policies.backtest.against')}
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}
      >
        {(['active', 'record'] as const).map((each) => (
          <Button
            key={each}
            size="small"
            variant={against === each ? 'contained' : 'outlined'}
            aria-pressed={against === each}
            onClick={() => setAgainst(each)}
          >
            {translate(`policies.backtest.${each}`)}
          </Button>
        ))}
      </Box>
      <VerdictMatrix comparison={backtest[against]} matches={backtest.matches} against={against} />
      <BacktestOperators operators={backtest.operators} against={against} />
    </>
  );
}
