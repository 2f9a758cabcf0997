import { Box } from '@mui/material';
import type { VerdictReason } from './match.ts';

export interface ScoreBarProps {
  readonly label: string;
  readonly score: number | null;
  readonly reason: VerdictReason | undefined;
}

const COLOURS = {
  agrees: 'success.main',
  close: 'warning.main',
  contradicts: 'error.main',
  unavailable: 'text.disabled',
} as const;

/** 0 to 1, with a mark where the field begins to agree, and one where it stops to contradict. */
export function ScoreBar({ label, score, reason }: ScoreBarProps) {
  const marks = reason === undefined ? [] : [reason.contradictsBelow, reason.agreesFrom];
  return (
    <Box
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={score ?? 0}
      sx={{
        position: 'relative',
        height: 10,
        borderRadius: 1,
        bgcolor: 'action.hover',
        border: 1,
        borderColor: 'divider',
      }}
    >
      <Box
        sx={{ height: '100%', borderRadius: 1, bgcolor: COLOURS[reason?.finding ?? 'unavailable'] }}
        style={{ width: `${(score ?? 0) * 100}%` }}
      />
      {marks.map((at, index) => (
        <Box
          key={index}
          sx={{ position: 'absolute', top: -4, bottom: -4, width: 2, ml: '-1px', bgcolor: 'text.secondary' }}
          style={{ left: `${at * 100}%` }}
        />
      ))}
    </Box>
  );
}
