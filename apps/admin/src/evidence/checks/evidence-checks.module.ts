import { Module, type OnModuleInit } from '@nestjs/common';
import { Readiness } from '../../health/readiness.js';
import { ProblemMappers } from '../../http/problem-mappers.js';
import { JobQueue } from '../../jobs/job-queue.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { EvidenceModule } from '../evidence.module.js';
import { EvidenceFilesController } from '../files/evidence-files.controller.js';
import { PrismaLogFiles } from '../files/prisma-log-files.js';
import { EvidenceChecksController } from './evidence-checks.controller.js';
import { LogCheck } from './log-check.js';
import { LogCheckMetrics } from './log-check-metrics.js';
import { problemOfLogCheck } from './log-check-problems.js';
import { LogCheckStatus } from './log-check-status.js';
import { CHECK_QUEUE, type CheckJob, LogChecksService } from './log-checks.service.js';
import { PrismaBoundReasons } from './prisma-bound-reasons.js';
import { PrismaLogChecks } from './prisma-log-checks.js';
import { PrismaLogSlices } from './prisma-log-slices.js';

const LOOK_QUEUE = 'evidence-check-nightly';
/** Seconds: a log of a billion events takes some hours. */
const LONGEST_SECONDS = 12 * 3_600;

/** The log as a whole: handed out to be verified by others, and verified by the service itself, every night and when asked to. */
@Module({
  imports: [JobsModule, EvidenceModule],
  controllers: [EvidenceChecksController, EvidenceFilesController],
  providers: [
    PrismaLogFiles,
    PrismaLogSlices,
    PrismaBoundReasons,
    PrismaLogChecks,
    LogCheck,
    LogCheckStatus,
    LogCheckMetrics,
    LogChecksService,
  ],
  exports: [LogCheck],
})
export class EvidenceChecksModule implements OnModuleInit {
  constructor(
    private readonly problems: ProblemMappers,
    private readonly readiness: Readiness,
    private readonly jobs: JobQueue,
    private readonly service: LogChecksService,
    private readonly status: LogCheckStatus,
  ) {}

  async onModuleInit(): Promise<void> {
    this.problems.register(problemOfLogCheck);
    // Told, and no check: taking the service away would help nobody, and would hide what there is to look into.
    this.readiness.inform({ name: 'evidenceCheck', read: () => this.standing() });
    await this.jobs.declare<CheckJob>({
      name: CHECK_QUEUE,
      handle: ({ checkId }, signal) => this.service.carryOut(checkId, signal),
      pollMs: 15_000,
      expireSeconds: LONGEST_SECONDS,
    });
    await this.jobs.declare({
      name: LOOK_QUEUE,
      handle: () => this.service.look(),
      pollMs: 15_000,
      expireSeconds: 60,
      // How soon one that a process died at goes on: its silence, this, and a poll.
      everySeconds: 60,
    });
  }

  private standing(): Readonly<Record<string, string | number>> {
    const { last } = this.status;
    if (last === null) return { state: 'none yet' };
    const at = last.endedAt?.toISOString() ?? '';
    if (last.result === 'ok') return { state: 'ok', at };
    const reason =
      'The last check of the evidence log found what should not be. Whoever may read the audit can see it.';
    return { state: 'degraded', at, findings: last.found, reason };
  }
}
