import { useTranslate } from 'ra-core';
import { ChartSection } from '../charts/chart-section.tsx';
import { useFormat } from '../i18n/use-format.ts';
import { type Overview, VERDICTS } from './overview.ts';
import { useShare } from './use-share.ts';

export function VerdictsChart({ overview }: { readonly overview: Overview }) {
  const translate = useTranslate();
  const format = useFormat();
  const share = useShare();
  const { verdicts } = overview.total;
  const all = VERDICTS.reduce((sum, verdict) => sum + (verdicts?.[verdict] ?? 0), 0);
  const rows = VERDICTS.map((verdict) => ({
    ...{ label: translate(`matches.verdicts.${verdict}`), count: verdicts?.[verdict] ?? 0 },
  }));
  return (
    <ChartSection
      kind="bars"
      lying
      title={translate('overview.verdicts')}
      says={rows.map(({ label, count }) => `${label}: ${format.number(count)}`).join('; ')}
      points={rows.map(({ label, count }) => ({ label, values: { count } }))}
      series={[{ key: 'count', label: translate('overview.matches'), tone: 'primary' }]}
      format={(value) => format.number(value)}
      table={{
        columns: [
          { title: translate('overview.verdict') },
          { title: translate('overview.matches'), numeric: true },
          { title: translate('overview.share'), numeric: true },
        ],
        rows: rows.map(({ label, count }) => [
          label,
          format.number(count),
          share(all === 0 ? null : count / all),
        ]),
      }}
    />
  );
}
