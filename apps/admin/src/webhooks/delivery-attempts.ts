import { Injectable, Logger } from '@nestjs/common';
import { DeliveryJobs } from './delivery-jobs.js';
import { DeliveryReceipts } from './delivery-receipts.js';
import { pauseAfter } from './delivery-schedule.js';
import { EndpointDisabling } from './endpoint-disabling.js';
import { type ClaimedDelivery, type NextStep, PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';
import { WebhookClock } from './webhook-clock.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { type AttemptResult, WebhookSender } from './webhook-sender.js';

const GONE = 410;

/** Makes one attempt at a delivery that is due. Run it as often as you like: the row says what is to be done. */
@Injectable()
export class DeliveryAttempts {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly deliveries: PrismaWebhookDeliveries,
    private readonly receipts: DeliveryReceipts,
    private readonly sender: WebhookSender,
    private readonly jobs: DeliveryJobs,
    private readonly disabling: EndpointDisabling,
    private readonly clock: WebhookClock,
    private readonly metrics: WebhookMetrics,
  ) {}

  /** @param signal interrupts the attempt; it is then made again at once, by whoever is there */
  async run(deliveryId: string, signal: AbortSignal): Promise<void> {
    const claimed = await this.deliveries.claim(deliveryId, this.clock.now());
    if (claimed === null) {
      const nextAttemptAt = await this.deliveries.standing(deliveryId);
      if (nextAttemptAt === 'ended') this.metrics.ended('failed');
      else if (nextAttemptAt !== null) await this.sendAgain(deliveryId, nextAttemptAt);
      return;
    }
    const result = await this.attempt(claimed, signal);
    const next = this.nextStep(claimed, result);
    const moved = await this.deliveries.finish(claimed, result, next);
    this.metrics.attempted(result);
    if (moved !== null && next.to !== 'pending') this.metrics.ended(next.to);
    if (moved?.nextAttemptAt) await this.sendAgain(deliveryId, moved.nextAttemptAt);
    if (result.responseStatus === GONE) await this.disabling.gone(claimed.endpointId, claimed.urlSealed);
    else if (next.to === 'failed' && claimed.type !== 'webhook.test')
      await this.disabling.ifFailing(claimed.endpointId);
  }

  /** Without its receipt nothing is sent, but for the last time: what happened is told in any case. */
  private async attempt(claimed: ClaimedDelivery, signal: AbortSignal): Promise<AttemptResult> {
    const { url, noticeId: id, secrets, tries, type } = claimed;
    const at = this.clock.now();
    const began = performance.now();
    let body: string;
    try {
      body = await this.receipts.bodyOf(claimed);
    } catch (err) {
      this.logger.error({ msg: 'The receipt of a webhook could not be made.', deliveryId: claimed.id, err });
      if (pauseAfter(tries + 1, type, 0, null) !== null) {
        const durationMs = Math.round(performance.now() - began);
        return { at, durationMs, responseStatus: null, error: 'receipt_failed', retryAfterMs: null };
      }
      body = await this.receipts.bodyWithout(claimed);
    }
    return this.sender.send({ url, id, body, secrets }, signal);
  }

  private nextStep({ tries, type }: ClaimedDelivery, result: AttemptResult): NextStep {
    const { responseStatus: status, error, retryAfterMs } = result;
    if (error === 'interrupted') return { to: 'pending', pauseMs: 0, blameless: true };
    if (status !== null && status >= 200 && status < 300) return { to: 'delivered' };
    if (status === GONE) return { to: 'failed' };
    const pauseMs = pauseAfter(tries + 1, type, this.clock.random(), retryAfterMs);
    return pauseMs === null ? { to: 'failed' } : { to: 'pending', pauseMs, blameless: false };
  }

  private sendAgain(id: string, nextAttemptAt: Date): Promise<void> {
    return this.jobs.sendLater({ id, nextAttemptAt, failing: true });
  }
}
