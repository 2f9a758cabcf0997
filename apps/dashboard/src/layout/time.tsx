import { Box } from '@mui/material';
import { useFormat } from '../i18n/use-format.ts';

export interface TimeProps {
  readonly at: string;
  /** Beside the date and time, how long ago that is; @default true */
  readonly relative?: boolean;
}

/** A moment: as date and time, and how long ago. */
export function Time({ at, relative = true }: TimeProps) {
  const format = useFormat();
  return (
    <Box component="time" dateTime={at} title={at}>
      <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
        {format.dateTime(at)}
      </Box>
      {relative ? (
        <Box component="span" className="relative" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
          {' '}
          {format.relative(at)}
        </Box>
      ) : null}
    </Box>
  );
}
