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
    <Box component="time" dateTime={at} title={at} sx={{ whiteSpace: 'nowrap' }}>
      {format.dateTime(at)}
      {relative ? (
        <Box component="span" sx={{ color: 'text.secondary', ml: 1 }}>
          {format.relative(at)}
        </Box>
      ) : null}
    </Box>
  );
}
