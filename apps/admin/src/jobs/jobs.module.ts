import { Module } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { JobMetrics } from './job-metrics.js';
import { JobQueue } from './job-queue.js';

/** Durable background work. */
@Module({
  providers: [
    {
      provide: JobQueue,
      inject: [PrismaDatabase],
      useFactory: (database: PrismaDatabase) => JobQueue.open(database),
    },
    JobMetrics,
  ],
  exports: [JobQueue],
})
export class JobsModule {}
