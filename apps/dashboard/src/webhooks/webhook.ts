export const EVENTS = ['match.settled', 'match.consent_required', 'match.expired'] as const;
export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
  readonly enabled: boolean;
  readonly failingSince: string | null;
  readonly disabledAt: string | null;
  readonly disabledReason: 'manual' | 'gone' | 'failing' | null;
  readonly previousSecretUntil: string | null;
  readonly createdAt: string;
}

/** Of a new endpoint, or a rotated one; shown this once. */
export interface WithSecret {
  readonly secret: string;
}

export interface DeliverySummary {
  readonly id: string;
  readonly endpointId: string;
  readonly webhookId: string;
  readonly type: string;
  readonly matchId: string | null;
  readonly status: (typeof DELIVERY_STATUSES)[number];
  readonly createdAt: string;
  readonly nextAttemptAt: string | null;
  readonly endedAt: string | null;
}

export interface Delivery extends DeliverySummary {
  readonly body: string;
  readonly attempts: readonly Attempt[];
}

export interface Attempt {
  readonly at: string;
  readonly durationMs: number | null;
  readonly responseStatus: number | null;
  readonly error: string | null;
}

export const DELIVERY_TONES = { pending: 'waiting', delivered: 'good', failed: 'bad' } as const;
