import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { JobQueue } from '../jobs/job-queue.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { problemOfBacktestError } from './backtests/backtest-problems.js';
import { BacktestRunner } from './backtests/backtest-runner.js';
import { BacktestsController } from './backtests/backtests.controller.js';
import { BACKTEST_QUEUE, type BacktestJob, BacktestsService } from './backtests/backtests.service.js';
import { PrismaBacktests } from './backtests/prisma-backtests.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesService } from './policies.service.js';
import { problemOfPolicyError } from './policy-problems.js';
import { PolicyStoreModule } from './policy-store.module.js';
import { PolicyTexts } from './policy-texts.js';

const LOOK_QUEUE = 'policy-backtest-look';

/** Policies: versions of them, which one is in force, and what another would change. */
@Module({
  imports: [PolicyStoreModule, JobsModule],
  controllers: [PoliciesController, BacktestsController],
  providers: [PolicyTexts, PoliciesService, PrismaBacktests, BacktestRunner, BacktestsService],
})
export class PoliciesModule implements OnModuleInit {
  constructor(
    private readonly problems: ProblemMappers,
    private readonly jobs: JobQueue,
    private readonly backtests: BacktestsService,
  ) {}

  async onModuleInit(): Promise<void> {
    this.problems.register(problemOfPolicyError);
    this.problems.register(problemOfBacktestError);
    await this.jobs.declare<BacktestJob>({
      name: BACKTEST_QUEUE,
      handle: ({ backtestId }, signal) => this.backtests.goOn(backtestId, signal),
      expireSeconds: 900,
    });
    await this.jobs.declare({
      name: LOOK_QUEUE,
      handle: () => this.backtests.look(),
      pollMs: 15_000,
      expireSeconds: 60,
      everySeconds: 60,
    });
  }
}
