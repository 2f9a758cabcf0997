import { useTranslate } from 'ra-core';
import { ChartSection } from '../charts/chart-section.tsx';
import { useFormat } from '../i18n/use-format.ts';
import type { Overview } from './overview.ts';
import { useIntervalText } from './use-interval-text.ts';

const TIMES = [
  { key: 'p50', tone: 'success' },
  { key: 'p95', tone: 'warning' },
  { key: 'p99', tone: 'error' },
] as const;

/** How long DQE took to answer. */
export function LatencyChart({ overview: { series, latency, interval } }: { readonly overview: Overview }) {
  const translate = useTranslate();
  const format = useFormat();
  const text = useIntervalText(interval);
  const duration = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : format.duration(value);
  return (
    <ChartSection
      kind="lines"
      title={translate('overview.latencyChart')}
      says={TIMES.map(({ key }) => `${key}: ${duration(latency[key])}`).join('; ')}
      points={series.map(({ start, p50, p95, p99 = null }) => ({
        label: text(start),
        values: { p50, p95, p99 },
      }))}
      series={TIMES.map(({ key, tone }) => ({ key, label: key, tone }))}
      format={(value) => format.duration(value)}
      table={{
        columns: [
          { title: translate('overview.start') },
          ...TIMES.map(({ key }) => ({ title: key, numeric: true })),
        ],
        rows: [...series]
          .reverse()
          .map((point) => [text(point.start), ...TIMES.map(({ key }) => duration(point[key]))]),
      }}
    />
  );
}
