import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import type { DisabledReason } from './webhook-events.js';
import type { AttemptResult } from './webhook-sender.js';

/** How webhooks go. Labels come from closed lists; which endpoint it was, the delivery log tells. */
@Injectable()
export class WebhookMetrics {
  private readonly deliveries: Counter<'outcome'>;
  private readonly attempts: Histogram<'outcome'>;
  private readonly disabled: Counter<'reason'>;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.deliveries = new Counter({
      name: 'webhook_deliveries_total',
      help: 'Deliveries that ended: delivered, or failed: after the last attempt, or as their endpoint was disabled.',
      labelNames: ['outcome'],
      registers,
    });
    this.attempts = new Histogram({
      name: 'webhook_attempt_duration_seconds',
      help: 'Time of one attempt, until the response’s status.',
      labelNames: ['outcome'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
      registers,
    });
    this.disabled = new Counter({
      name: 'webhook_endpoints_disabled_total',
      help: 'Endpoints that were disabled because they failed for a day, or said that they are gone.',
      labelNames: ['reason'],
      registers,
    });
  }

  attempted({ durationMs, responseStatus, error }: AttemptResult): void {
    const outcome = responseStatus === null ? (error ?? 'failed') : `${Math.floor(responseStatus / 100)}xx`;
    this.attempts.observe({ outcome }, durationMs / 1_000);
  }

  ended(outcome: 'delivered' | 'failed', count = 1): void {
    this.deliveries.inc({ outcome }, count);
  }

  endpointDisabled(reason: DisabledReason): void {
    this.disabled.inc({ reason });
  }
}
