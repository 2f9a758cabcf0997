import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../../access/access.js';
import { confinementOf, type Principal } from '../../access/principal.js';
import { timeId } from '../../access/time-id.js';
import { CLOCK } from '../../clock.module.js';
import { Problem } from '../../http/problem.js';
import { currentRequestId } from '../../http/request-context.js';
import { JobQueue } from '../../jobs/job-queue.js';
import { PolicyNotFoundError } from '../policy-errors.js';
import { PrismaPolicies } from '../prisma-policies.js';
import {
  BacktestApplicationError,
  BacktestNotFoundError,
  BacktestOverError,
  BacktestsBusyError,
} from './backtest-errors.js';
import { BACKTEST_ROOM, type BacktestRecord } from './backtest-record.js';
import { BacktestRunner } from './backtest-runner.js';
import { PrismaBacktests } from './prisma-backtests.js';

export const BACKTEST_QUEUE = 'policy-backtest';
/** Steps in one job; what is left is the next one's. */
const STEPS = 200;
/** Steps that may fail before a back-test is given up. */
const MOST_FAILURES = 5;
/** Milliseconds after which nobody is thought to go on with one. */
const QUIET_MS = 60_000;

export interface BacktestJob {
  readonly backtestId: string;
}

export interface WantedBacktest {
  readonly from: Date;
  readonly to: Date;
  readonly application: string | null;
}

/** Takes orders for back-tests, carries them out, and goes on with those that were interrupted. */
@Injectable()
export class BacktestsService {
  constructor(
    private readonly backtests: PrismaBacktests,
    private readonly runner: BacktestRunner,
    private readonly policies: PrismaPolicies,
    private readonly jobs: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws PolicyNotFoundError BacktestsBusyError BacktestApplicationError; Problem the period is none */
  async request(policyId: string, wanted: WantedBacktest, access: Access): Promise<BacktestRecord> {
    const within = confinementOf(access.principal);
    if (within !== null && wanted.application !== null && wanted.application !== within) {
      throw new BacktestApplicationError();
    }
    if ((await this.policies.find(policyId)) === null) throw new PolicyNotFoundError();
    const now = this.clock.now();
    const { from } = wanted;
    // What comes while it runs is not of it.
    const to = new Date(Math.min(wanted.to.getTime(), now));
    if (from >= to) {
      throw Problem.ofField(
        'from',
        'is not before `to`, or not in the past',
        'Send a period that has begun.',
      );
    }
    const { id: activeId } = await this.policies.active();
    const { kind, id: actorId, application: requesterApplication } = access.principal;
    const id = timeId(now);
    access.concerns(id);
    access.note({ policy: policyId });
    const made = await this.backtests.create(
      {
        ...{ id, policyId, activeId, application: within ?? wanted.application, from, to },
        ...{ requestedAt: new Date(now), requestedBy: { kind, id: actorId }, requesterApplication },
        requestId: currentRequestId() ?? '',
      },
      BACKTEST_ROOM,
      access.event('allowed'),
    );
    if (made === null) throw new BacktestsBusyError();
    access.isOnRecord();
    await this.jobs.send<BacktestJob>(BACKTEST_QUEUE, [{ data: { backtestId: id } }]);
    return made;
  }

  /** @throws BacktestNotFoundError also where it is of another policy, or of another application than the key's */
  async find(policyId: string, id: string, principal: Principal): Promise<BacktestRecord> {
    const found = await this.backtests.find(id, confinementOf(principal));
    if (found?.policyId !== policyId) throw new BacktestNotFoundError();
    return found;
  }

  /** @throws BacktestNotFoundError BacktestOverError */
  async cancel(policyId: string, id: string, access: Access): Promise<BacktestRecord> {
    access.concerns(id);
    await this.find(policyId, id, access.principal);
    const at = new Date(this.clock.now());
    if (!(await this.backtests.end(id, 'cancelled', at, null, access.event('allowed')))) {
      throw new BacktestOverError();
    }
    access.isOnRecord();
    return this.find(policyId, id, access.principal);
  }

  /** A job. Does nothing of a back-test that has ended. */
  async goOn(backtestId: string, signal: AbortSignal): Promise<void> {
    try {
      for (let step = 0; !signal.aborted && step < STEPS; step += 1) {
        if (!(await this.runner.step(backtestId))) return;
      }
    } catch (error) {
      const failures = await this.backtests.failed(backtestId);
      if (failures >= MOST_FAILURES) await this.runner.giveUp(backtestId, 'internal_error');
      throw error;
    }
    await this.jobs.send<BacktestJob>(BACKTEST_QUEUE, [{ data: { backtestId } }]);
  }

  /** Every minute: finds those that nobody goes on with. */
  async look(): Promise<void> {
    const abandoned = await this.backtests.abandoned(new Date(this.clock.now() - QUIET_MS));
    await this.jobs.send<BacktestJob>(
      BACKTEST_QUEUE,
      abandoned.map((backtestId) => ({ data: { backtestId } })),
    );
  }
}
