import type { Theme } from '@mui/material';

export const axisOf = ({ palette }: Theme) => ({
  tick: { fill: palette.text.secondary, fontSize: 12 },
  stroke: palette.divider,
  tickLine: false,
});

export const tooltipOf = ({ palette }: Theme) => ({
  contentStyle: {
    background: palette.background.paper,
    border: `1px solid ${palette.divider}`,
    borderRadius: 8,
  },
  labelStyle: { color: palette.text.primary },
  itemStyle: { color: palette.text.primary },
  cursor: { fill: palette.action.hover, stroke: palette.divider },
  isAnimationActive: false,
});
