import { useTranslate } from 'ra-core';
import { StateChip } from '../records/state-chip.tsx';
import type { HoldSummary } from './hold.ts';

/** Whether it holds; and if not, whether it was released or ended by itself. */
export function HoldState({ of: { active, releasedAt } }: { readonly of: HoldSummary }) {
  const translate = useTranslate();
  if (active) return <StateChip label={translate('holds.states.active')} tone="waiting" />;
  return <StateChip label={translate(releasedAt === null ? 'holds.states.over' : 'holds.states.released')} />;
}
