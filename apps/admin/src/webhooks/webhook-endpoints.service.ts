import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { DeliveryJobs } from './delivery-jobs.js';
import { PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';
import { PrismaWebhookEndpoints } from './prisma-webhook-endpoints.js';
import { WebhookClock } from './webhook-clock.js';
import { MATCH_EVENTS } from './webhook-events.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { testBody } from './webhook-payload.js';
import type { DeliveryLog, EndpointChange, EndpointRecord } from './webhook-records.js';

/** Of one application: each match is sent to all of them. */
export const MOST_ENDPOINTS = 20;
const DEFAULT_OVERLAP_HOURS = 24;
const HOUR_MS = 3_600_000;
const SECRET_BYTES = 32;

/** As the Standard Webhooks specification writes secrets. */
const newSecret = () => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/** Endpoints of one application, and what their owner does with them. Null is: there is no such thing. */
@Injectable()
export class WebhookEndpointsService {
  constructor(
    private readonly endpoints: PrismaWebhookEndpoints,
    private readonly deliveries: PrismaWebhookDeliveries,
    private readonly jobs: DeliveryJobs,
    private readonly clock: WebhookClock,
    private readonly metrics: WebhookMetrics,
  ) {}

  /** @returns null where there are too many already */
  async create(
    application: string,
    {
      url,
      events = MATCH_EVENTS,
      description = null,
      receipts = false,
    }: EndpointChange & { readonly url: string },
  ): Promise<{ readonly endpoint: EndpointRecord; readonly secret: string } | null> {
    if ((await this.endpoints.count(application)) >= MOST_ENDPOINTS) return null;
    const secret = newSecret();
    const createdAt = this.clock.now();
    const endpoint = await this.endpoints.create({
      ...{ application, url, events, description, receipts },
      ...{ secret, createdAt },
    });
    return { endpoint, secret };
  }

  async change(
    application: string,
    id: string,
    { enabled, ...change }: EndpointChange & { readonly enabled?: boolean },
  ): Promise<EndpointRecord | null> {
    if ((await this.endpoints.find(id, application)) === null) return null;
    await this.endpoints.change(id, application, change);
    if (enabled === true) await this.endpoints.enable(id, application);
    if (enabled === false) {
      const disabled = await this.endpoints.disable(id, 'manual', { at: this.clock.now() });
      this.metrics.ended('failed', disabled?.ended ?? 0);
    }
    return this.endpoints.find(id, application);
  }

  /** @param overlapHours for which the secret so far signs along; 0 for not at all */
  async rotateSecret(
    application: string,
    id: string,
    overlapHours = DEFAULT_OVERLAP_HOURS,
  ): Promise<{ readonly secret: string; readonly previousSecretUntil: Date | null } | null> {
    const secret = newSecret();
    const until = overlapHours === 0 ? null : new Date(this.clock.now().getTime() + overlapHours * HOUR_MS);
    const found = await this.endpoints.rotate(id, application, secret, until);
    return found ? { secret, previousSecretUntil: until } : null;
  }

  /** @returns the delivery; null where there is no such endpoint, or it is disabled */
  async test(application: string, id: string): Promise<DeliveryLog | null> {
    const endpoint = await this.endpoints.find(id, application);
    if (endpoint === null) return null;
    const notice = { id: uuidv7(), type: 'webhook.test', matchId: null } as const;
    const body = testBody(this.clock.now(), id);
    const due = await this.deliveries.add({ ...notice, body }, [{ endpointId: id, failing: false }]);
    await this.jobs.sendNow(due);
    const [delivery] = due;
    return delivery === undefined ? null : this.deliveries.find(delivery.id, application);
  }

  /** Sends a delivery again, from the start. @returns null where its endpoint is disabled, or there is none */
  async resend(application: string, deliveryId: string): Promise<DeliveryLog | null> {
    const due = await this.deliveries.restart(deliveryId, application);
    if (due === null) return null;
    await this.jobs.sendNow([due]);
    return this.deliveries.find(deliveryId, application);
  }
}
