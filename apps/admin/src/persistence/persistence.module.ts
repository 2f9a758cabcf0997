import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { AdminConfig } from '../config/admin-config.js';
import { Readiness } from '../health/readiness.js';
import { ProblemMappers } from '../http/problem-mappers.js';
import { PrismaDatabase } from './prisma-database.js';
import { PrismaInstanceLease } from './prisma-instance-lease.js';
import { problemOfDatabase } from './prisma-problems.js';

/** The audit database. */
@Global()
@Module({
  providers: [
    {
      provide: PrismaDatabase,
      inject: [AdminConfig, Readiness],
      useFactory: (config: AdminConfig, readiness: Readiness) => PrismaDatabase.open(config, readiness),
    },
    PrismaInstanceLease,
  ],
  exports: [PrismaDatabase, PrismaInstanceLease],
})
export class PersistenceModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfDatabase);
  }
}
