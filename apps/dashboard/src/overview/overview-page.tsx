import { Box, LinearProgress, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale, useTranslate } from 'ra-core';
import { useEffect, useRef, useState } from 'react';
import { usePermitted } from '../access/use-permitted.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { LiveSign } from '../live/live-sign.tsx';
import { useRenewal } from '../live/use-renewal.ts';
import { ConsentChart } from './consent-chart.tsx';
import { ErrorsSection } from './errors-section.tsx';
import { LatencyChart } from './latency-chart.tsx';
import { OperatorsChart } from './operators-chart.tsx';
import { OutcomesChart } from './outcomes-chart.tsx';
import type { Overview } from './overview.ts';
import { FIRST_PERIOD, overviewQuery } from './overview-query.ts';
import { PERIODS, type PeriodName } from './periods.ts';
import { StandingCards } from './standing-cards.tsx';
import { VerdictsChart } from './verdicts-chart.tsx';

/** Milliseconds between two looks: where matches tell of themselves, for what they do not tell; and where they do not. */
const [LIVE_MS, POLL_MS] = [60_000, 10_000] as const;

export default function OverviewPage() {
  const translate = useTranslate();
  const format = useFormat();
  const language = useLocale();
  const [period, setPeriod] = useState<PeriodName>(FIRST_PERIOD);
  const again = useRef<() => Promise<unknown>>(() => Promise.resolve());
  const live = useRenewal(() => again.current(), usePermitted('matches:read'));
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...overviewQuery(period, language),
    // Looks again by itself, and not while nobody looks at it.
    refetchInterval: live ? LIVE_MS : POLL_MS,
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    again.current = refetch;
  });
  return (
    <>
      <PageTitle
        title={translate('overview.title')}
        intro={
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, minHeight: '1.5em' }}>
            {data === undefined ? null : (
              <>
                <span>{translate('overview.asOf', { time: format.dateTime(data.generatedAt) })}</span>
                <LiveSign
                  live={live}
                  otherwise={translate('overview.polled', { seconds: POLL_MS / 1_000 })}
                />
              </>
            )}
          </Box>
        }
        actions={
          <ToggleButtonGroup
            size="small"
            exclusive
            value={period}
            onChange={(_event, next: PeriodName | null) => next !== null && setPeriod(next)}
            aria-label={translate('overview.period')}
          >
            {(Object.keys(PERIODS) as PeriodName[]).map((name) => (
              <ToggleButton key={name} value={name}>
                {translate(`overview.periods.${name}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        }
      />
      {/* Only where what is shown is of another period: the others come by themselves. */}
      <Box sx={{ height: 4 }}>
        {isFetching && isPlaceholderData ? (
          <LinearProgress aria-label={translate('ra.page.loading')} />
        ) : null}
      </Box>
      {error === null ? null : <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined ? error === null ? <Loading /> : null : <Parts overview={data} />}
    </>
  );
}

function Parts({ overview }: { readonly overview: Overview }) {
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <StandingCards overview={overview} />
      <OutcomesChart overview={overview} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <VerdictsChart overview={overview} />
        <ConsentChart overview={overview} />
        <LatencyChart overview={overview} />
        <OperatorsChart overview={overview} />
      </Box>
      <ErrorsSection errors={overview.errors} />
    </Box>
  );
}
