import LiveIcon from '@mui/icons-material/FiberManualRecord';
import { Typography } from '@mui/material';
import { useTranslate } from 'ra-core';

export interface LiveSignProps {
  readonly live: boolean;
  /** What is said where it is not live. */
  readonly otherwise: string;
}

/** Whether what is shown keeps up by itself. */
export function LiveSign({ live, otherwise }: LiveSignProps) {
  const translate = useTranslate();
  return (
    <Typography
      variant="body2"
      color="textSecondary"
      component="p"
      sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}
    >
      <LiveIcon aria-hidden sx={{ fontSize: 10, color: live ? 'success.main' : 'text.disabled' }} />
      {live ? translate('live.live') : otherwise}
    </Typography>
  );
}
