import { Global, Module } from '@nestjs/common';
import { ACCESS_LOG } from '../access/access-log.js';
import { AuditController } from './audit.controller.js';
import { PrismaAccessLog } from './prisma-access-log.js';
import { PrismaAccessReader } from './prisma-access-reader.js';

/** The access log: kept in the audit database, and read by whoever may. */
@Global()
@Module({
  controllers: [AuditController],
  providers: [PrismaAccessLog, PrismaAccessReader, { provide: ACCESS_LOG, useExisting: PrismaAccessLog }],
  exports: [ACCESS_LOG],
})
export class AuditModule {}
