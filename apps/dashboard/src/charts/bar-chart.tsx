import { useTheme } from '@mui/material';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { axisOf, tooltipOf } from './looks.ts';
import { colourOf, flat, type Point, type Series } from './series.ts';

export interface ChartProps {
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** Bars lie: for names, which need room. */
  readonly lying?: boolean;
}

/** Bars, of several series one upon the other. */
export function StackedBars({ points, series, format, lying = false }: ChartProps) {
  const theme = useTheme();
  const axis = axisOf(theme);
  const value = { ...axis, allowDecimals: false, tickFormatter: format, type: 'number' } as const;
  const name = { ...axis, dataKey: 'label', type: 'category' } as const;
  return (
    <ResponsiveContainer width="100%" height={lying ? Math.max(160, 44 * points.length + 60) : 280}>
      <BarChart
        data={flat(points)}
        layout={lying ? 'vertical' : 'horizontal'}
        accessibilityLayer={false}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke={theme.palette.divider} vertical={lying} horizontal={!lying} />
        {lying ? <XAxis {...value} /> : <XAxis {...name} minTickGap={24} />}
        {lying ? <YAxis {...name} width={120} /> : <YAxis {...value} width={56} />}
        <Tooltip {...tooltipOf(theme)} formatter={(shown) => format(Number(shown))} />
        {series.length > 1 ? <Legend wrapperStyle={{ fontSize: 12 }} /> : null}
        {series.map(({ key, label, tone }) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            stackId="all"
            fill={colourOf(theme, tone)}
            isAnimationActive={false}
            maxBarSize={lying ? 22 : 48}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
