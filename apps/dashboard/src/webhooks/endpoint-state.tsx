import { useTranslate } from 'ra-core';
import { StateChip } from '../records/state-chip.tsx';
import type { Endpoint } from './webhook.ts';

/** Whether it gets anything; and if not, why. */
export function EndpointState({ of: { enabled, failingSince, disabledReason } }: { readonly of: Endpoint }) {
  const translate = useTranslate();
  if (!enabled)
    return <StateChip label={translate(`webhooks.disabled.${disabledReason ?? 'manual'}`)} tone="bad" />;
  return failingSince === null ? (
    <StateChip label={translate('webhooks.enabled')} tone="good" />
  ) : (
    <StateChip label={translate('webhooks.failing')} tone="warning" />
  );
}
