import { useTranslate } from 'ra-core';
import { ChoiceGroup } from '../forms/choice-group.tsx';
import { FormField } from '../forms/form-field.tsx';
import type { FormValues } from '../forms/form-values.ts';
import { type Endpoint, EVENTS } from './webhook.ts';

/** Where to, what about, and a note for oneself. */
export function EndpointFields({ of: endpoint }: { readonly of?: Endpoint }) {
  const translate = useTranslate();
  return (
    <>
      <FormField
        name="url"
        type="url"
        label={translate('webhooks.url')}
        hint={translate('webhooks.urlHint')}
        defaultValue={endpoint?.url}
        required
        autoFocus
      />
      <FormField
        name="description"
        label={translate('webhooks.description')}
        defaultValue={endpoint?.description ?? undefined}
      />
      <ChoiceGroup
        name="events"
        label={translate('webhooks.events')}
        chosen={endpoint?.events ?? EVENTS}
        choices={EVENTS.map((value) => ({ value, label: translate(`webhooks.types.${value}`), hint: value }))}
      />
    </>
  );
}

export const endpointOf = (values: FormValues) => ({
  url: values.text('url') ?? '',
  events: values.all('events'),
  ...(values.text('description') === undefined ? {} : { description: values.text('description') }),
});
