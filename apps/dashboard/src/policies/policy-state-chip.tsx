import ActiveIcon from '@mui/icons-material/CheckCircleOutlined';
import DraftIcon from '@mui/icons-material/EditOutlined';
import RetiredIcon from '@mui/icons-material/HistoryOutlined';
import { Chip } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { PolicyState } from './policy.ts';

const LOOKS = {
  draft: { color: 'default', Icon: DraftIcon },
  active: { color: 'success', Icon: ActiveIcon },
  retired: { color: 'default', Icon: RetiredIcon },
} as const;

export function PolicyStateChip({ state }: { readonly state: PolicyState }) {
  const translate = useTranslate();
  const { color, Icon } = LOOKS[state];
  return (
    <Chip
      size="small"
      variant={state === 'retired' ? 'outlined' : 'filled'}
      icon={<Icon />}
      {...{ color, label: translate(`policies.states.${state}`) }}
    />
  );
}
