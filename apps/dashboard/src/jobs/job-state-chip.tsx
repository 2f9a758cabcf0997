import DoneIcon from '@mui/icons-material/Check';
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined';
import QueuedIcon from '@mui/icons-material/HourglassEmptyOutlined';
import CancelledIcon from '@mui/icons-material/DoNotDisturbOutlined';
import RunningIcon from '@mui/icons-material/PlayArrowOutlined';
import { Chip } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { Job } from './job.ts';

const LOOKS = {
  queued: { color: 'default', Icon: QueuedIcon },
  running: { color: 'info', Icon: RunningIcon },
  completed: { color: 'success', Icon: DoneIcon },
  failed: { color: 'error', Icon: FailedIcon },
  cancelled: { color: 'default', Icon: CancelledIcon },
} as const;

export function JobStateChip({ state }: { readonly state: Job['state'] }) {
  const translate = useTranslate();
  const { color, Icon } = LOOKS[state];
  return <Chip size="small" icon={<Icon />} {...{ color, label: translate(`jobs.states.${state}`) }} />;
}
