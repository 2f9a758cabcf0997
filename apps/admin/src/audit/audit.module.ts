import { Global, Module } from '@nestjs/common';
import { ACCESS_LOG } from '../access/access-log.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AuditController } from './audit.controller.js';
import { EventPartitions } from './event-partitions.js';
import { PrismaAccessLog } from './prisma-access-log.js';
import { PrismaAccessReader } from './prisma-access-reader.js';
import { PrismaEventPartitions } from './prisma-event-partitions.js';

/** The access log: kept in the audit database, and read by whoever may. */
@Global()
@Module({
  imports: [JobsModule],
  controllers: [AuditController],
  providers: [
    PrismaAccessLog,
    PrismaAccessReader,
    { provide: ACCESS_LOG, useExisting: PrismaAccessLog },
    PrismaEventPartitions,
    EventPartitions,
  ],
  exports: [ACCESS_LOG],
})
export class AuditModule {}
