import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import { JobQueue } from './job-queue.js';

/** A scrape does not wait longer for a database that does not answer. */
const PATIENCE_MS = 1_000;

/** How much there is to do. Asked for at each scrape; absent while the database is away. */
@Injectable()
export class JobMetrics {
  constructor(jobs: JobQueue, registry: MetricsRegistry) {
    new Gauge({
      name: 'jobs_queue_depth',
      help: 'Jobs that wait, for their time or their turn, or are under way.',
      labelNames: ['queue'],
      registers: [registry],
      async collect() {
        this.reset();
        const depths = await inTime(jobs.depths());
        for (const [queue, depth] of depths ?? []) this.set({ queue }, depth);
      },
    });
  }
}

async function inTime<T>(value: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  const given = value.catch(() => undefined);
  return Promise.race([given, late]).finally(() => clearTimeout(timer));
}
