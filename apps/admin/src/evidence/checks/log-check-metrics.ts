import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../../clock.module.js';
import { MetricsRegistry } from '../../metrics/metrics-registry.js';
import type { LogCheckRecord } from './log-check-record.js';
import { LogCheckStatus } from './log-check-status.js';

/** How the last check of the log ended; absent before the first. */
@Injectable()
export class LogCheckMetrics {
  constructor(status: LogCheckStatus, registry: MetricsRegistry, @Inject(CLOCK) clock: Clock) {
    for (const { name, help, of } of FIGURES) {
      new Gauge({
        ...{ name, help, registers: [registry] },
        collect() {
          this.remove();
          if (status.last !== null) this.set(of(status.last, clock.now()));
        },
      });
    }
  }
}

const FIGURES: readonly {
  readonly name: string;
  readonly help: string;
  readonly of: (last: LogCheckRecord, now: number) => number;
}[] = [
  {
    name: 'evidence_check_ok',
    help: '1: the last check of the whole log found nothing; 0: it did.',
    of: ({ result }) => (result === 'ok' ? 1 : 0),
  },
  {
    name: 'evidence_check_age_seconds',
    help: 'Since it ended. There is one every night.',
    of: ({ endedAt }, now) => Math.max(0, now - (endedAt?.getTime() ?? now)) / 1_000,
  },
];
