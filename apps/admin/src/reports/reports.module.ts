import { Module, type OnModuleInit } from '@nestjs/common';
import { JobQueue } from '../jobs/job-queue.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { PrismaCounted } from './counts/prisma-counted.js';
import { PrismaCounting } from './counts/prisma-counting.js';

const COUNT_QUEUE = 'report-counts';

/** What went on over time: counted by the hour, so that a report of a year takes no longer than a page. */
@Module({
  imports: [JobsModule],
  providers: [PrismaCounting, PrismaCounted],
})
export class ReportsModule implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly counting: PrismaCounting,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.declare({
      name: COUNT_QUEUE,
      handle: (_data, signal) => this.counting.run(signal),
      pollMs: 15_000,
      expireSeconds: 3_600,
      everySeconds: 60,
    });
  }
}
