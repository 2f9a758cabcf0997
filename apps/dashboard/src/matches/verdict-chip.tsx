import MatchIcon from '@mui/icons-material/Check';
import MismatchIcon from '@mui/icons-material/Close';
import InsufficientIcon from '@mui/icons-material/QuestionMark';
import PartialIcon from '@mui/icons-material/RemoveOutlined';
import { Chip } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { VerdictResult } from './match.ts';

const LOOKS = {
  match: { color: 'success', Icon: MatchIcon },
  partial: { color: 'warning', Icon: PartialIcon },
  mismatch: { color: 'error', Icon: MismatchIcon },
  insufficient: { color: 'default', Icon: InsufficientIcon },
} as const satisfies Record<VerdictResult, unknown>;

export interface VerdictChipProps {
  readonly verdict: VerdictResult;
  /** Whether a person decided it. */
  readonly byPerson?: boolean;
  readonly size?: 'small' | 'medium';
}

/** A verdict; in words, with a sign and a colour beside. */
export function VerdictChip({ verdict, byPerson = false, size = 'small' }: VerdictChipProps) {
  const translate = useTranslate();
  const { color, Icon } = LOOKS[verdict];
  const label = translate(`matches.verdicts.${verdict}`);
  return (
    <Chip
      {...{ size, color }}
      icon={<Icon />}
      label={byPerson ? `${label} · ${translate('matches.byPerson')}` : label}
    />
  );
}
