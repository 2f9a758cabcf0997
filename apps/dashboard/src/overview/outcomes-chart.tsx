import { useTranslate } from 'ra-core';
import { ChartSection } from '../charts/chart-section.tsx';
import type { Tone } from '../charts/series.ts';
import { useFormat } from '../i18n/use-format.ts';
import type { Overview } from './overview.ts';
import { useIntervalText } from './use-interval-text.ts';
import { useShare } from './use-share.ts';

const OUTCOMES = ['scored', 'rejected', 'expired', 'unknown'] as const;
const TONES: Readonly<Record<string, Tone>> = {
  ...{ scored: 'success', rejected: 'error', expired: 'warning', unknown: 'info', open: 'quiet' },
};

/** Matches over time, by how they ended. */
export function OutcomesChart({ overview }: { readonly overview: Overview }) {
  const translate = useTranslate();
  const format = useFormat();
  const share = useShare();
  const text = useIntervalText(overview.interval);
  const rows = overview.series.map(({ start, statuses, matches, successRate }) => ({
    ...{ start, matches, successRate, statuses },
    open: statuses.requested + statuses.consent_pending + statuses.retrieving,
  }));
  return (
    <ChartSection
      kind="bars"
      title={translate('overview.outcomes')}
      says={translate('overview.outcomesSay', {
        matches: format.number(overview.total.matches),
        rate: share(overview.total.successRate),
      })}
      points={rows.map(({ start, statuses, open }) => ({
        label: text(start),
        values: { ...statuses, open },
      }))}
      series={[...OUTCOMES, 'open'].map((key) => ({
        ...{ key, label: translate(`overview.statuses.${key}`), tone: TONES[key] ?? 'quiet' },
      }))}
      format={(value) => format.number(value)}
      table={{
        columns: [
          { title: translate('overview.start') },
          ...['matches', ...OUTCOMES, 'open'].map((key) => ({
            ...{
              title: translate(key === 'matches' ? 'overview.matches' : `overview.statuses.${key}`),
              numeric: true,
            },
          })),
          { title: translate('overview.successRate'), numeric: true },
        ],
        rows: [...rows]
          .reverse()
          .map(({ start, matches, statuses, open, successRate }) => [
            text(start),
            ...[matches, ...OUTCOMES.map((status) => statuses[status]), open].map((count) =>
              format.number(count),
            ),
            share(successRate),
          ]),
      }}
    />
  );
}
