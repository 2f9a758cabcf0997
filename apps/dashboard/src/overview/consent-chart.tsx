import { useTranslate } from 'ra-core';
import { ChartSection } from '../charts/chart-section.tsx';
import { useFormat } from '../i18n/use-format.ts';
import { CONSENT_STEPS, type Overview } from './overview.ts';
import { useShare } from './use-share.ts';

/** How far customers come on the operator's page. */
export function ConsentChart({ overview: { consent } }: { readonly overview: Overview }) {
  const translate = useTranslate();
  const format = useFormat();
  const share = useShare();
  const rows = CONSENT_STEPS.map((step) => ({
    label: translate(`overview.consents.${step}`),
    count: consent[step],
  }));
  return (
    <ChartSection
      kind="bars"
      lying
      title={translate('overview.consent')}
      says={rows.map(({ label, count }) => `${label}: ${format.number(count)}`).join('; ')}
      points={rows.map(({ label, count }) => ({ label, values: { count } }))}
      series={[{ key: 'count', label: translate('overview.matches'), tone: 'info' }]}
      format={(value) => format.number(value)}
      table={{
        columns: [
          { title: translate('overview.step') },
          { title: translate('overview.matches'), numeric: true },
          { title: translate('overview.ofRequired'), numeric: true },
        ],
        rows: rows.map(({ label, count }) => [
          label,
          format.number(count),
          share(consent.required === 0 ? null : count / consent.required),
        ]),
      }}
    />
  );
}
