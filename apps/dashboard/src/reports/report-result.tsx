import { Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { ChartSection, type ChartSectionProps } from '../charts/chart-section.tsx';
import { FiguresTable } from '../charts/figures-table.tsx';
import { useFormat } from '../i18n/use-format.ts';
import { Section } from '../layout/section.tsx';
import { type Column, columnsOf } from './columns.ts';
import { type Report, type ReportName, type Row } from './report.ts';
import { useCell } from './use-cell.ts';

type Drawn = Pick<ChartSectionProps, 'kind'> & {
  readonly keys: readonly (readonly [
    name: string,
    tone: 'success' | 'warning' | 'error' | 'info' | 'primary',
  ])[];
};

/** What is drawn of a report that is by interval only. */
const DRAWN: Readonly<Partial<Record<ReportName, Drawn>>> = {
  volumes: {
    kind: 'bars',
    keys: [
      ['statuses.scored', 'success'],
      ['statuses.rejected', 'error'],
      ['statuses.expired', 'warning'],
      ['statuses.unknown', 'info'],
    ],
  },
  latency: {
    kind: 'lines',
    keys: [
      ['p50', 'success'],
      ['p95', 'warning'],
      ['p99', 'error'],
    ],
  },
  consent: {
    kind: 'bars',
    keys: [
      ['agreed', 'success'],
      ['refused', 'error'],
      ['expired', 'warning'],
      ['failed', 'info'],
    ],
  },
  lifecycle: { kind: 'bars', keys: [['purged', 'primary']] },
};

/** A report as a table; with a chart, where there is something to draw. */
export function ReportResult({ report }: { readonly report: Report }) {
  const translate = useTranslate();
  const format = useFormat();
  const { interval = 'none', groupBy = [], rows, total } = report;
  const cell = useCell(interval);
  const columns = columnsOf(report);
  const title = translate(`reports.names.${report.report}`);
  const titleOf = ({ name }: Column) => translate(`reports.columns.${name}`);
  const numeric = ({ kind }: Column) => ['count', 'share', 'score', 'duration'].includes(kind);
  const whole =
    total === undefined || rows.length < 2 ? [] : [wholeOf(columns, total, cell, translate('reports.total'))];
  const table = {
    columns: columns.map((column) => ({ title: titleOf(column), numeric: numeric(column) })),
    rows: [...rows.map((row) => columns.map((column) => cell(column, row))), ...whole],
  };
  const drawn = interval === 'none' || groupBy.length > 0 ? undefined : DRAWN[report.report];
  if (rows.length === 0) {
    return (
      <Section title={title}>
        <Typography variant="body2" color="textSecondary">
          {translate('overview.nothing')}
        </Typography>
      </Section>
    );
  }
  if (drawn === undefined) {
    return (
      <Section title={title}>
        <FiguresTable caption={title} {...table} most={640} />
      </Section>
    );
  }
  const keys = drawn.keys.flatMap(([name, tone]) => {
    const column = columns.find((each) => each.name === name);
    return column === undefined ? [] : [{ column, tone }];
  });
  const [start] = columns;
  return (
    <ChartSection
      kind={drawn.kind}
      {...{ title, table }}
      says={keys.map(({ column }) => titleOf(column)).join(', ')}
      format={(value) => (drawn.kind === 'lines' ? format.duration(value) : format.number(value))}
      series={keys.map(({ column, tone }) => ({
        key: column.name.replace('.', '_'),
        label: titleOf(column),
        tone,
      }))}
      points={rows.map((row) => ({
        label: start === undefined ? '' : cell(start, row),
        values: Object.fromEntries(
          keys.map(({ column }) => [
            column.name.replace('.', '_'),
            (column.of(row) ?? null) as number | null,
          ]),
        ),
      }))}
    />
  );
}

const wholeOf = (
  columns: readonly Column[],
  total: Row,
  cell: (column: Column, row: Row) => string,
  name: string,
): string[] =>
  columns.map((column, at) => {
    if (at === 0 && column.kind !== 'count') return name;
    return ['text', 'country'].includes(column.kind) ? '' : cell(column, total);
  });
