import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { JobQueue } from '../jobs/job-queue.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { PrismaPurge } from './prisma-purge.js';
import { PrismaRetentionRules } from './prisma-retention-rules.js';
import { PrismaRetentionRuns } from './prisma-retention-runs.js';
import { RetentionController } from './retention.controller.js';
import { problemOfRetentionError } from './retention-problems.js';
import { RetentionRulesService } from './retention-rules.service.js';
import { RetentionRunsService, RUN_QUEUE, type RunJob } from './retention-runs.service.js';

const LOOK_QUEUE = 'retention-nightly';

/** How long matches are kept, and the nightly purge. */
@Module({
  imports: [JobsModule],
  controllers: [RetentionController],
  providers: [
    PrismaRetentionRules,
    PrismaRetentionRuns,
    PrismaPurge,
    RetentionRulesService,
    RetentionRunsService,
  ],
  exports: [PrismaRetentionRules],
})
export class RetentionModule implements OnModuleInit {
  constructor(
    private readonly problems: ProblemMappers,
    private readonly jobs: JobQueue,
    private readonly runs: RetentionRunsService,
  ) {}

  async onModuleInit(): Promise<void> {
    this.problems.register(problemOfRetentionError);
    await this.jobs.declare<RunJob>({
      name: RUN_QUEUE,
      handle: ({ runId }, signal) => this.runs.goOn(runId, signal),
      pollMs: 15_000,
      expireSeconds: 900,
    });
    await this.jobs.declare({
      name: LOOK_QUEUE,
      handle: () => this.runs.look(),
      pollMs: 60_000,
      expireSeconds: 60,
      everySeconds: 900,
    });
  }
}
