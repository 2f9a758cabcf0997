import { useTranslate } from 'ra-core';
import { ChartSection } from '../charts/chart-section.tsx';
import { useFormat } from '../i18n/use-format.ts';
import type { Overview } from './overview.ts';
import { useShare } from './use-share.ts';

export function OperatorsChart({ overview: { operators } }: { readonly overview: Overview }) {
  const translate = useTranslate();
  const format = useFormat();
  const share = useShare();
  const rows = operators.map(({ operator, statuses, ...row }) => ({
    ...{ ...row, label: operator ?? translate('overview.noOperator'), scored: statuses.scored },
    others: row.matches - statuses.scored,
  }));
  return (
    <ChartSection
      kind="bars"
      lying
      title={translate('overview.operators')}
      says={rows
        .map(
          ({ label, matches, successRate }) => `${label}: ${format.number(matches)}, ${share(successRate)}`,
        )
        .join('; ')}
      points={rows.map(({ label, scored, others }) => ({ label, values: { scored, others } }))}
      series={[
        { key: 'scored', label: translate('overview.statuses.scored'), tone: 'success' },
        { key: 'others', label: translate('overview.others'), tone: 'quiet' },
      ]}
      format={(value) => format.number(value)}
      table={{
        columns: [
          { title: translate('overview.operator') },
          ...['matches', 'successRate', 'unavailable', 'p50', 'p95'].map((key) => ({
            ...{ title: translate(`overview.${key}`), numeric: true },
          })),
        ],
        rows: rows.map(({ label, matches, successRate, unavailableRate, p50, p95 }) => [
          ...[label, format.number(matches), share(successRate), share(unavailableRate)],
          ...[p50, p95].map((time) => (time === null ? '–' : format.duration(time))),
        ]),
      }}
    />
  );
}
