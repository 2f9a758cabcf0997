/** What an endpoint is told of where it does not say. */
export const MATCH_EVENTS = ['match.settled', 'match.consent_required', 'match.expired'] as const;

/** What an endpoint may ask to be told. */
export const ENDPOINT_EVENTS = [...MATCH_EVENTS, 'report.ready'] as const;
export type EndpointEventName = (typeof ENDPOINT_EVENTS)[number];

/** All that is ever sent: the last two without being asked for. */
export const WEBHOOK_EVENTS = [...ENDPOINT_EVENTS, 'webhook.test', 'webhook.endpoint_disabled'] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

export const DISABLED_REASONS = ['manual', 'gone', 'failing'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];
