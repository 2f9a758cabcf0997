import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../../access/access.js';
import type { AccessEvent } from '../../access/access-event.js';
import { confinementOf } from '../../access/principal.js';
import { timeId } from '../../access/time-id.js';
import { CLOCK } from '../../clock.module.js';
import { JobQueue } from '../../jobs/job-queue.js';
import { LogCheck } from './log-check.js';
import type { LogCheckRecord } from './log-check-record.js';
import { LogCheckStatus } from './log-check-status.js';
import { LogConfinedError } from './log-check-errors.js';
import { type CheckEnd, PrismaLogChecks } from './prisma-log-checks.js';

export const CHECK_QUEUE = 'evidence-check';
/** Hours, UTC, between which the check of a night begins. */
const NIGHT = { from: 2, to: 6 };
/** Milliseconds between two signs of life. */
const SIGN_MS = 5_000;
/** Seconds without one after which somebody else begins anew. */
const SILENT_SECONDS = 45;

export interface CheckJob {
  readonly checkId: string;
}

/** Starts checks, carries them out, and raises the alarm. */
@Injectable()
export class LogChecksService {
  private readonly logger = new Logger('EvidenceCheck');

  constructor(
    private readonly checks: PrismaLogChecks,
    private readonly check: LogCheck,
    private readonly status: LogCheckStatus,
    private readonly jobs: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns the new one, or the one that is under way
   * @throws LogConfinedError
   */
  async start(access: Access): Promise<LogCheckRecord> {
    if (confinementOf(access.principal) !== null) throw new LogConfinedError();
    for (;;) {
      const now = this.clock.now();
      const id = timeId(now);
      const { kind, id: actorId } = access.principal;
      access.concerns(id);
      const event = access.event('allowed');
      if (await this.checks.start({ id, startedAt: new Date(now) }, { kind, id: actorId }, event))
        access.isOnRecord();
      const record = (await this.checks.find(id)) ?? (await this.checks.underWay());
      if (record === null) continue;
      access.concerns(record.id);
      // Also for one that is under way: whoever was at it may have died.
      await this.jobs.send<CheckJob>(CHECK_QUEUE, [{ data: { checkId: record.id } }]);
      return record;
    }
  }

  /** A job. Does nothing of a check that has ended, or that somebody else is at. */
  async carryOut(id: string, signal: AbortSignal): Promise<void> {
    if (!(await this.checks.takeOn(id, SILENT_SECONDS))) return;
    let told = performance.now();
    const onProgress = async (events: number) => {
      if (performance.now() - told < SIGN_MS) return;
      told = performance.now();
      await this.checks.goesOn(id, events);
    };
    try {
      const { size, findings } = await this.check.run({ signal, onProgress });
      const end = { at: new Date(this.clock.now()), size, findings: findings.kept, found: findings.count };
      await this.checks.end(id, end, end.found === 0 ? null : this.#alarm(id, end, findings.codes));
      if (end.found > 0) {
        const msg = `The evidence log does not hold: ${end.found} findings. See GET /api/v1/evidence/checks/${id}.`;
        this.logger.error({ msg, codes: findings.codes, size });
      }
      await this.status.look();
    } catch (error) {
      await this.checks.letGo(id).catch(() => undefined);
      if (!signal.aborted) throw error;
    }
  }

  /** Every minute: begins the check of the night, once, and finds one that nobody goes on with. */
  async look(): Promise<void> {
    const now = this.clock.now();
    const at = new Date(now);
    if (at.getUTCHours() >= NIGHT.from && at.getUTCHours() < NIGHT.to) {
      await this.checks.startNightly({ id: timeId(now), startedAt: at }, at.toISOString().slice(0, 10));
    }
    const left = await this.checks.left(SILENT_SECONDS);
    if (left !== null) await this.jobs.send<CheckJob>(CHECK_QUEUE, [{ data: { checkId: left } }]);
  }

  #alarm(checkId: string, { at, size, found }: CheckEnd, codes: readonly string[]): AccessEvent {
    return {
      ...{ id: timeId(at.getTime()), at, actor: { kind: 'service', id: 'self-check' }, application: null },
      ...{ action: 'evidence.alarm', target: { type: 'evidence', id: checkId }, outcome: 'failed' },
      ...{ permission: null, requestId: null, data: { found, size, codes } },
    };
  }
}
