import { useTranslate } from 'ra-core';
import { StateChip } from '../records/state-chip.tsx';
import type { CaseSummary } from './case.ts';

/** Open, or how it was closed. */
export function CaseState({ of: { state, resolution } }: { readonly of: CaseSummary }) {
  const translate = useTranslate();
  return resolution === null ? (
    <StateChip label={translate(`cases.states.${state}`)} tone="waiting" />
  ) : (
    <StateChip label={translate(`cases.resolutions.${resolution}`)} />
  );
}
