import { Box, Card, CardContent, Chip, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { useFormat } from '../i18n/use-format.ts';
import type { Overview } from './overview.ts';
import { useShare } from './use-share.ts';

/** The figures of the period, and how things stand now, at one glance. */
export function StandingCards({ overview }: { readonly overview: Overview }) {
  const translate = useTranslate();
  const format = useFormat();
  const share = useShare();
  const { total, before, latency, dqe, cases, evidence } = overview;
  const open = cases.contested + cases.probing;
  return (
    <Box
      component="ul"
      sx={{
        ...{ display: 'grid', gap: 1.5, m: 0, p: 0, listStyle: 'none' },
        gridTemplateColumns: {
          ...{ xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))', md: 'repeat(3, minmax(0, 1fr))' },
          xl: 'repeat(6, minmax(0, 1fr))',
        },
      }}
    >
      <Figure
        name={translate('overview.matches')}
        value={format.number(total.matches)}
        more={translate('overview.before', { value: format.number(before.matches) })}
      />
      <Figure
        name={translate('overview.successRate')}
        value={share(total.successRate)}
        more={translate('overview.before', { value: share(before.successRate) })}
      />
      <Figure
        name={translate('overview.latency')}
        value={latency.p95 === null ? '–' : format.duration(latency.p95)}
        more={translate('overview.times', {
          p50: latency.p50 === null ? '–' : format.duration(latency.p50),
          p99: latency.p99 === null || latency.p99 === undefined ? '–' : format.duration(latency.p99),
        })}
      />
      <Figure
        name={translate('overview.dqe')}
        value={
          <Chip
            size="small"
            color={
              dqe.creditsExhausted || dqe.breaker === 'open'
                ? 'error'
                : dqe.breaker === 'half_open'
                  ? 'warning'
                  : 'success'
            }
            label={translate(dqe.creditsExhausted ? 'overview.credits' : `overview.breaker.${dqe.breaker}`)}
          />
        }
        more={translate('overview.calls', { inFlight: dqe.inFlight, queued: dqe.queued })}
      />
      <Figure
        name={translate('overview.cases')}
        value={format.number(open)}
        more={translate('overview.casesOf', cases)}
      />
      {evidence === null ? null : (
        <Figure
          name={translate('overview.evidence')}
          value={
            <Chip
              size="small"
              color={
                evidence.result === 'failed' ? 'error' : evidence.result === 'ok' ? 'success' : 'default'
              }
              label={translate(`overview.checks.${evidence.result ?? 'none'}`)}
            />
          }
          more={
            evidence.checkpointAt === null
              ? translate('overview.noCheckpoint')
              : translate('overview.checkpoint', {
                  time: format.relative(evidence.checkpointAt),
                  size: format.number(evidence.size),
                })
          }
        />
      )}
    </Box>
  );
}

function Figure({
  name,
  value,
  more,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly more: string;
}) {
  return (
    <Card component="li">
      <CardContent sx={{ p: 2, '&:last-child': { pb: 2 } }}>
        <Typography variant="body2" color="textSecondary">
          {name}
        </Typography>
        <Typography
          component="div"
          variant="h5"
          sx={{ minHeight: 32, display: 'flex', alignItems: 'center' }}
        >
          {value}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="div">
          {more}
        </Typography>
      </CardContent>
    </Card>
  );
}
