import { Chip, type ChipProps } from '@mui/material';

export interface StateChipProps {
  readonly label: string;
  readonly tone?: 'good' | 'bad' | 'waiting' | 'warning' | 'plain';
}

const COLOURS = {
  good: 'success',
  bad: 'error',
  waiting: 'info',
  warning: 'warning',
  plain: 'default',
} as const;

/** How something stands: in words, and by a colour beside. */
export const StateChip = ({ label, tone = 'plain' }: StateChipProps) => (
  <Chip size="small" variant="outlined" color={COLOURS[tone] satisfies ChipProps['color']} label={label} />
);
