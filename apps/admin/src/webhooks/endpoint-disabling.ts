import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { DeliveryJobs } from './delivery-jobs.js';
import { type DisablingCondition, PrismaWebhookEndpoints } from './prisma-webhook-endpoints.js';
import { WebhookClock } from './webhook-clock.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { disabledBody } from './webhook-payload.js';

/** Hours for which every attempt has to have failed. */
const PATIENCE_HOURS = 24;

/** Stops sending to endpoints that are of no use, and says so: on the endpoint, in the log, in a metric, and by a webhook. */
@Injectable()
export class EndpointDisabling {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly endpoints: PrismaWebhookEndpoints,
    private readonly jobs: DeliveryJobs,
    private readonly clock: WebhookClock,
    private readonly metrics: WebhookMetrics,
  ) {}

  /** A delivery was given up: does anything arrive at all? */
  async ifFailing(endpointId: string): Promise<void> {
    await this.disable(endpointId, 'failing', { sinceHours: PATIENCE_HOURS });
  }

  /** It answered 410. @param urlSealed the address that did: it may have another by now */
  async gone(endpointId: string, urlSealed: Uint8Array): Promise<void> {
    await this.disable(endpointId, 'gone', { urlSealed });
  }

  private async disable(
    endpointId: string,
    reason: 'failing' | 'gone',
    condition: DisablingCondition,
  ): Promise<void> {
    const at = this.clock.now();
    const type = 'webhook.endpoint_disabled';
    const notice = { id: uuidv7(), type, matchId: null, body: disabledBody(at, endpointId, reason) } as const;
    const recipients = await this.endpoints.othersThan(endpointId);
    const disabled = await this.endpoints.disable(
      endpointId,
      reason,
      { at, ...condition },
      { notice, recipients },
    );
    if (disabled === null) return;
    this.logger.warn({
      msg: 'A webhook endpoint was disabled. PATCH it with enabled: true.',
      endpointId,
      reason,
    });
    this.metrics.endpointDisabled(reason);
    this.metrics.ended('failed', disabled.ended);
    await this.jobs.sendNow(disabled.due);
  }
}
