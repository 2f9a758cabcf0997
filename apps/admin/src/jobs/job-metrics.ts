import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { inTime } from '../metrics/in-time.js';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import { JobQueue } from './job-queue.js';

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
