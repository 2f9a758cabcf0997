import ClosedIcon from '@mui/icons-material/BlockOutlined';
import ScoredIcon from '@mui/icons-material/CheckCircleOutlined';
import UnknownIcon from '@mui/icons-material/HelpOutlined';
import WaitingIcon from '@mui/icons-material/HourglassEmpty';
import SendingIcon from '@mui/icons-material/SendOutlined';
import ExpiredIcon from '@mui/icons-material/TimerOffOutlined';
import { Chip } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { MatchStatus } from './match.ts';

const LOOKS = {
  requested: { color: 'info', Icon: SendingIcon },
  consent_pending: { color: 'info', Icon: WaitingIcon },
  retrieving: { color: 'info', Icon: WaitingIcon },
  scored: { color: 'default', Icon: ScoredIcon },
  rejected: { color: 'warning', Icon: ClosedIcon },
  expired: { color: 'warning', Icon: ExpiredIcon },
  unknown: { color: 'error', Icon: UnknownIcon },
} as const satisfies Record<MatchStatus, unknown>;

/** How far a match is; in words, with a sign and a colour beside. */
export function StatusChip({ status }: { readonly status: MatchStatus }) {
  const translate = useTranslate();
  const { color, Icon } = LOOKS[status];
  return (
    <Chip
      size="small"
      variant="outlined"
      color={color}
      icon={<Icon />}
      label={translate(`matches.statuses.${status}`)}
    />
  );
}
