import { useTheme } from '@mui/material';
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { ChartProps } from './bar-chart.tsx';
import { axisOf, tooltipOf } from './looks.ts';
import { colourOf, flat } from './series.ts';

/** Lines told apart by how they are drawn, too. */
const DASHES = ['', '6 3', '2 3'];

export function Lines({ points, series, format }: ChartProps) {
  const theme = useTheme();
  const axis = axisOf(theme);
  return (
    <ResponsiveContainer width="100%" height={280}>
      <LineChart
        data={flat(points)}
        accessibilityLayer={false}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke={theme.palette.divider} vertical={false} />
        <XAxis {...axis} dataKey="label" minTickGap={24} />
        <YAxis {...axis} tickFormatter={format} width={64} />
        <Tooltip {...tooltipOf(theme)} formatter={(shown) => format(Number(shown))} />
        <Legend wrapperStyle={{ fontSize: 12 }} />
        {series.map(({ key, label, tone }, at) => (
          <Line
            key={key}
            dataKey={key}
            name={label}
            stroke={colourOf(theme, tone)}
            strokeDasharray={DASHES[at % DASHES.length]}
            strokeWidth={2}
            // A line takes two points.
            dot={points.filter(({ values }) => values[key] != null).length < 3}
            connectNulls
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
