import ChartIcon from '@mui/icons-material/BarChartOutlined';
import TableIcon from '@mui/icons-material/TableRowsOutlined';
import { Box, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Section } from '../layout/section.tsx';
import { StackedBars } from './bar-chart.tsx';
import { FiguresTable, type FiguresTableProps } from './figures-table.tsx';
import { Lines } from './line-chart.tsx';
import type { Point, Series } from './series.ts';

const CHARTS = { bars: StackedBars, lines: Lines };

export interface ChartSectionProps {
  readonly title: string;
  /** What the chart says, in a sentence: for who does not see it. */
  readonly says: string;
  readonly kind: keyof typeof CHARTS;
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  readonly lying?: boolean;
  readonly table: Omit<FiguresTableProps, 'caption'>;
}

/** A chart, and the table behind it. */
export function ChartSection({
  title,
  says,
  kind,
  points,
  series,
  format,
  lying = false,
  table,
}: ChartSectionProps) {
  const translate = useTranslate();
  const [shown, setShown] = useState<'chart' | 'table'>('chart');
  const Chart = CHARTS[kind];
  const empty = points.every(({ values }) => Object.values(values).every((value) => (value ?? 0) === 0));
  return (
    <Section
      title={title}
      actions={
        <ToggleButtonGroup
          size="small"
          exclusive
          value={shown}
          onChange={(_event, next: 'chart' | 'table' | null) => next !== null && setShown(next)}
          aria-label={translate('overview.shownAs', { title })}
        >
          <ToggleButton value="chart" aria-label={translate('overview.asChart')} sx={{ p: 0.5 }}>
            <ChartIcon fontSize="small" />
          </ToggleButton>
          <ToggleButton value="table" aria-label={translate('overview.asTable')} sx={{ p: 0.5 }}>
            <TableIcon fontSize="small" />
          </ToggleButton>
        </ToggleButtonGroup>
      }
    >
      {empty ? (
        <Typography variant="body2" color="textSecondary">
          {translate('overview.nothing')}
        </Typography>
      ) : shown === 'table' ? (
        <FiguresTable caption={title} {...table} />
      ) : (
        <Box role="img" aria-label={`${title}. ${says}`} sx={{ minWidth: 0 }}>
          <Chart {...{ points, series, format, lying }} />
        </Box>
      )}
    </Section>
  );
}
