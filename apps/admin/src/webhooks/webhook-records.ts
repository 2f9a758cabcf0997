import type { DisabledReason, EndpointEventName, WebhookEventType } from './webhook-events.js';

/** Where an application wants to be told. Its secrets are apart: few need them. */
export interface EndpointRecord {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly events: readonly EndpointEventName[];
  /** Whether it wants a receipt with each. */
  readonly receipts: boolean;
  readonly createdAt: Date;
  /** Until when the secret before signs along; null, or past, where none does. */
  readonly previousSecretUntil: Date | null;
  /** Since when every attempt has failed. */
  readonly failingSince: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledReason: DisabledReason | null;
}

export interface EndpointChange {
  readonly url?: string | undefined;
  readonly description?: string | null | undefined;
  readonly events?: readonly EndpointEventName[] | undefined;
  readonly receipts?: boolean | undefined;
}

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One message on its way to one endpoint. */
export interface DeliveryRecord {
  readonly id: string;
  readonly endpointId: string;
  /** What receivers know it by: `webhook-id`. */
  readonly noticeId: string;
  readonly matchId: string | null;
  readonly type: WebhookEventType;
  readonly status: DeliveryStatus;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly endedAt: Date | null;
}

export interface AttemptRecord {
  readonly at: Date;
  readonly durationMs: number;
  readonly responseStatus: number | null;
  readonly error: string | null;
}

export interface DeliveryLog extends DeliveryRecord {
  readonly body: string;
  readonly attempts: readonly AttemptRecord[];
}

/** A message that endpoints are to be sent. */
export interface WebhookNotice {
  readonly id: string;
  readonly type: WebhookEventType;
  readonly matchId: string | null;
  readonly body: string;
}

/** One to whom a notice goes. */
export interface Recipient {
  readonly endpointId: string;
  /** Its last attempt failed: others come first. */
  readonly failing: boolean;
  /** It wants a receipt. */
  readonly receipts?: boolean;
}

/** A delivery that waits for its next attempt. */
export interface DueDelivery {
  readonly id: string;
  readonly nextAttemptAt: Date;
  readonly failing: boolean;
}
