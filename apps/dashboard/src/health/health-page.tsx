import BadIcon from '@mui/icons-material/ErrorOutlineOutlined';
import GoodIcon from '@mui/icons-material/CheckCircleOutlined';
import WatchIcon from '@mui/icons-material/WarningAmberOutlined';
import { Alert, Box, Chip, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { useServiceInfo } from '../api/service-info.ts';
import { useFormat } from '../i18n/use-format.ts';
import type { Job } from '../jobs/job.ts';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Section } from '../layout/section.tsx';
import { type Finding, findingsOf, type Level } from './findings.ts';
import { healthOf } from './health.ts';

/** Milliseconds between two looks. */
const LIVE = 5_000;
/** A job that failed longer ago is no news. */
const RECENT_MS = 86_400_000;

const LOOKS = {
  good: { color: 'success', Icon: GoodIcon },
  watch: { color: 'warning', Icon: WatchIcon },
  bad: { color: 'error', Icon: BadIcon },
} as const;

/** How each part of the service is, what that means, and what to do. Of the instance that answers. */
export default function HealthPage() {
  const translate = useTranslate();
  const { data, error, refetch } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => healthOf(signal),
    refetchInterval: LIVE,
  });
  const { data: failed = null } = useQuery({
    queryKey: ['health', 'jobs'],
    queryFn: ({ signal }) => recentlyFailed(signal),
    refetchInterval: 6 * LIVE,
  });
  const service = useServiceInfo();
  const findings = data === undefined ? [] : findingsOf(data, failed);
  const worst: Level = ['bad', 'watch', 'good'].find((level) =>
    findings.some((one) => one.level === level),
  ) as Level;
  return (
    <>
      <PageTitle title={translate('health.title')} intro={translate('health.intro')} />
      {error !== null ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <Box sx={{ display: 'grid', gap: 2 }}>
          <Alert
            severity={worst === 'good' ? 'success' : worst === 'watch' ? 'warning' : 'error'}
            role="status"
          >
            {translate(`health.whole.${worst}`)}
          </Alert>
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' } }}>
            {findings.map((finding) => (
              <Part key={finding.part} finding={finding} />
            ))}
          </Box>
          <Typography variant="caption" color="textSecondary">
            {translate('health.instance', { version: service?.version ?? '…' })}
          </Typography>
        </Box>
      )}
    </>
  );
}

function Part({ finding: { part, level, says, values = {} } }: { readonly finding: Finding }) {
  const translate = useTranslate();
  const format = useFormat();
  const { color, Icon } = LOOKS[level];
  const at = values['at'];
  const shown = { ...values, ...(typeof at === 'string' && at !== '' ? { at: format.dateTime(at) } : {}) };
  return (
    <Section
      title={translate(`health.${part}.title`)}
      actions={
        <Chip size="small" icon={<Icon />} {...{ color, label: translate(`health.levels.${level}`) }} />
      }
    >
      <Typography variant="body2">{translate(`health.${part}.${says}`, shown)}</Typography>
      {level === 'good' ? null : (
        <Typography variant="body2" sx={{ mt: 1 }}>
          <strong>{translate('health.do')}</strong> {translate(`health.${part}.${says}Do`)}
        </Typography>
      )}
    </Section>
  );
}

async function recentlyFailed(signal: AbortSignal): Promise<number> {
  const query = { state: 'failed', limit: 100 };
  const { items } = await call<{ items: readonly Job[] }>('GET', 'jobs', { query, signal });
  const since = Date.now() - RECENT_MS;
  // What a check of the log found is told by the check itself.
  return items.filter(({ kind, requestedAt }) => kind !== 'log_check' && Date.parse(requestedAt) >= since)
    .length;
}
