import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { currentRequestId } from '../http/request-context.js';
import { JobQueue } from '../jobs/job-queue.js';
import type { MatchFilter } from '../matches/match-record.js';
import { reasonHash } from '../sealing/reason-hash.js';
import {
  ExportGoneError,
  ExportNotFoundError,
  ExportNotReadyError,
  ExportsBusyError,
} from './export-errors.js';
import { ExportReasons } from './export-reasons.js';
import type { ExportFormat, ExportRecord, KeptFilter } from './export-record.js';
import { ExportWriter } from './export-writer.js';
import { PrismaExports } from './prisma-exports.js';

export const EXPORT_QUEUE = 'export-run';
/** Under way at a time, in the whole service. */
const MOST_OPEN = 8;
/** Steps in one job; what is left is the next one's. */
const STEPS = 200;
const WAIT_MS = 2_000;
/** Steps that may fail before an export is given up. */
const MOST_FAILURES = 5;

export interface ExportJob {
  readonly exportId: string;
}

export interface WantedExport {
  readonly format: ExportFormat;
  readonly filter: MatchFilter;
  /** As it is kept and shown. */
  readonly kept: KeptFilter;
  readonly reason: string;
  readonly since: number | null;
}

/** Takes orders for exports, carries them out, and goes on with those that were interrupted. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly exports: PrismaExports,
    private readonly writer: ExportWriter,
    private readonly reasons: ExportReasons,
    private readonly jobs: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ExportsBusyError */
  async request(
    { format, filter, kept, reason, since }: WantedExport,
    access: Access,
  ): Promise<ExportRecord> {
    const { kind, id: actorId, application } = access.principal;
    const within = confinementOf(access.principal);
    const now = this.clock.now();
    const id = timeId(now);
    access.concerns(id);
    access.note({ format, filters: Object.keys(kept).sort() });
    const reasonSealed = Uint8Array.from(await this.reasons.seal(id, reason));
    const made = await this.exports.create(
      {
        ...{ id, format, within, filter: kept, reasonSealed, application, since },
        ...{
          requestedBy: { kind, id: actorId },
          requestId: currentRequestId() ?? '',
          requestedAt: new Date(now),
        },
      },
      { ...filter, within },
      MOST_OPEN,
      access.event('allowed', reasonHash(reasonSealed)),
    );
    if (made === null) throw new ExportsBusyError();
    access.isOnRecord();
    await this.jobs.send<ExportJob>(EXPORT_QUEUE, [{ data: { exportId: id } }]);
    return made;
  }

  /** @throws ExportNotFoundError */
  async find(id: string, principal: Principal): Promise<ExportRecord> {
    const found = await this.exports.find(id, confinementOf(principal));
    if (found === null) throw new ExportNotFoundError();
    return found;
  }

  /** One that has a file. @throws ExportNotFoundError, ExportNotReadyError, ExportGoneError */
  async finished(id: string, principal: Principal): Promise<ExportRecord & { readonly file: string }> {
    const found = await this.find(id, principal);
    const { state, file, expiresAt } = found;
    if (state === 'queued' || state === 'running') throw new ExportNotReadyError();
    const over = expiresAt !== null && expiresAt.getTime() <= this.clock.now();
    if (state !== 'completed' || file === null || over) throw new ExportGoneError();
    return { ...found, file };
  }

  /** Stops one that is under way, and drops its file. @throws ExportNotFoundError, ExportGoneError */
  async cancel(id: string, access: Access): Promise<ExportRecord> {
    access.concerns(id);
    await this.find(id, access.principal);
    const at = new Date(this.clock.now());
    if (!(await this.exports.end(id, 'cancelled', at, null, access.event('allowed'))))
      throw new ExportGoneError();
    access.isOnRecord();
    return this.find(id, access.principal);
  }

  /** A job. Does nothing of an export that has ended. */
  async goOn(exportId: string, signal: AbortSignal): Promise<void> {
    try {
      for (let step = 0; !signal.aborted && step < STEPS; step += 1) {
        const came = await this.writer.step(exportId, signal);
        if (came === 'ended') return;
        if (came === 'wait') {
          await this.#again(exportId, WAIT_MS);
          return;
        }
      }
    } catch (error) {
      const wanted = await this.exports.find(exportId, null);
      const failures = await this.exports.failed(exportId);
      if (wanted !== null && failures >= MOST_FAILURES) await this.writer.giveUp(wanted, 'internal_error');
      throw error;
    }
    await this.#again(exportId, 0);
  }

  /** Every few minutes: drops what has expired, and finds those that nobody goes on with. */
  async look(): Promise<void> {
    await this.exports.expire(new Date(this.clock.now()));
    const unfinished = await this.exports.unfinished();
    await this.jobs.send<ExportJob>(
      EXPORT_QUEUE,
      unfinished.map((exportId) => ({ data: { exportId } })),
    );
  }

  /** Later by the clock of the database, which need not be ours. */
  #again(exportId: string, ms: number): Promise<void> {
    const startAfter = ms === 0 ? {} : { startAfter: new Date(Date.now() + ms) };
    return this.jobs.send<ExportJob>(EXPORT_QUEUE, [{ data: { exportId }, ...startAfter }]);
  }
}
