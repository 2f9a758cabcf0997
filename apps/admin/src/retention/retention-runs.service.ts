import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import type { ApprovalRecord } from '../approvals/approval-record.js';
import { type ApprovedAct, ApprovalsService } from '../approvals/approvals.service.js';
import { CLOCK } from '../clock.module.js';
import { JobQueue } from '../jobs/job-queue.js';
import { PrismaPurge } from './prisma-purge.js';
import { PrismaRetentionRuns } from './prisma-retention-runs.js';
import { PurgeConfinedError } from './retention-errors.js';
import type { RetentionRun } from './retention-run.js';

export const RUN_QUEUE = 'retention-run';
/** Batches in one job; what is left is the next one's. */
const STEPS = 100;
/** Hours, UTC, between which a night's purge begins. */
const NIGHT = { from: 1, to: 5 };

const PURGE = {
  ...{ kind: 'retention', target: { type: 'retention_run', id: 'purge' }, subjectId: null },
  reason: 'Purge now what is over by the rules in force.',
} as const satisfies ApprovedAct;

export interface RunJob {
  readonly runId: string;
}

/** Starts purges, carries them out, and goes on with those that were interrupted. */
@Injectable()
export class RetentionRunsService {
  constructor(
    private readonly runs: PrismaRetentionRuns,
    private readonly purge: PrismaPurge,
    private readonly jobs: JobQueue,
    private readonly approvals: ApprovalsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns the run; or the approval that is needed first, and nothing was started
   * @throws PurgeConfinedError; ApprovalNotUsableError see `ApprovalsService.admit`
   */
  async start(
    dryRun: boolean,
    approvalId: string | undefined,
    access: Access,
  ): Promise<RetentionRun | { readonly needs: ApprovalRecord }> {
    if (confinementOf(access.principal) !== null) throw new PurgeConfinedError();
    let approved: string | null = null;
    if (!dryRun) {
      const admission = await this.approvals.admit(PURGE, approvalId, access);
      if (!admission.granted) return { needs: admission.approval };
      approved = admission.approvalId;
    }
    const now = this.clock.now();
    const id = timeId(now);
    const { kind, id: actorId } = access.principal;
    access.concerns(id);
    const event = access.event('allowed', { dryRun });
    const started = { id, dryRun, startedAt: new Date(now) };
    const run = await this.runs.start(started, { kind, id: actorId }, approved, event);
    access.isOnRecord();
    await this.jobs.send<RunJob>(RUN_QUEUE, [{ data: { runId: id } }]);
    return run;
  }

  /** A job. Does nothing of a run that has ended. */
  async goOn(runId: string, signal: AbortSignal): Promise<void> {
    for (let step = 0; !signal.aborted && step < STEPS; step += 1) {
      if (!(await this.purge.step(runId))) return;
    }
    await this.jobs.send<RunJob>(RUN_QUEUE, [{ data: { runId } }]);
  }

  /** Several times an hour: begins the purge of the night, once, and finds those that nobody goes on with. */
  async look(): Promise<void> {
    const now = this.clock.now();
    const at = new Date(now);
    if (at.getUTCHours() >= NIGHT.from && at.getUTCHours() < NIGHT.to) {
      const night = at.toISOString().slice(0, 10);
      await this.runs.startNightly({ id: timeId(now), dryRun: false, startedAt: at }, night);
    }
    const unfinished = await this.runs.unfinished();
    await this.jobs.send<RunJob>(
      RUN_QUEUE,
      unfinished.map((runId) => ({ data: { runId } })),
    );
  }
}
