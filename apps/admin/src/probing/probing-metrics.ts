import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import type { Probing } from './prisma-probing.js';

/** How often somebody was seen guessing, and turned away. */
@Injectable()
export class ProbingMetrics {
  private readonly detections: Counter<'kind'>;
  private readonly refusals: Counter;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.detections = new Counter({
      name: 'probing_detected_total',
      help: 'Numbers on which too many identities were tried, or one after another came closer.',
      labelNames: ['kind'],
      registers,
    });
    this.refusals = new Counter({
      name: 'probing_refused_total',
      help: 'Matches that were not made for it.',
      registers,
    });
  }

  detected(kind: Probing['kind']): void {
    this.detections.inc({ kind });
  }

  refused(): void {
    this.refusals.inc();
  }
}
