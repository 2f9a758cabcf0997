import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { v5 as uuidv5 } from 'uuid';
import type { AccessEvent } from '../../access/access-event.js';
import { timeId } from '../../access/time-id.js';
import { CLOCK } from '../../clock.module.js';
import { WebhookFanOut } from '../../webhooks/webhook-fan-out.js';
import { reportReadyBody } from '../../webhooks/webhook-payload.js';
import type { Period } from '../counts/prisma-counted.js';
import { monthlyCsv, monthlyPage, monthlyPdf } from '../monthly/monthly-document.js';
import { MonthlyService } from '../monthly/monthly.service.js';
import { reportCsv, reportPdf } from '../report-table.js';
import { type ReportRequest, ReportsService } from '../reports.service.js';
import { PrismaReportRuns } from './prisma-report-runs.js';
import { type MadeFile, PrismaReportSchedules } from './prisma-report-schedules.js';
import { ReportFiles } from './report-files.js';
import type { ReportRun, RunFailure } from './report-run.js';
import { type FileFormat, lastPeriod, type ReportFile, type ReportSchedule } from './report-schedule.js';

/** Invented; ids of notices are made in it, so that the same is told under the same id. */
const NAMESPACE = '5b0f9d0e-1c3a-4a53-9a5f-2f1d3f5d7c11';
/** How long after the end of a period its report is made: late callbacks are in by then. */
const LATE_MS = 1_800_000;
export const KEPT_DAYS = 90;
/** How long one that fails is tried again. */
const TRIED_DAYS = 7;
const DAY_MS = 86_400_000;

/** Makes the files of schedules when their period is over, puts them where they are fetched, and has it told. */
@Injectable()
export class ReportWriter {
  private readonly logger = new Logger(ReportWriter.name);

  constructor(
    private readonly schedules: PrismaReportSchedules,
    private readonly runs: PrismaReportRuns,
    private readonly reports: ReportsService,
    private readonly monthly: MonthlyService,
    private readonly files: ReportFiles,
    private readonly webhooks: WebhookFanOut,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A job: whatever was left undone by one that died is done, and what failed is tried again. */
  async run(signal?: AbortSignal): Promise<void> {
    await this.openDue();
    for (const run of await this.runs.unfinished()) {
      if (signal?.aborted === true) return;
      await this.goOn(run);
    }
    const old = new Date(this.clock.now() - KEPT_DAYS * DAY_MS);
    await this.runs.drop(old);
    for (const name of await this.schedules.drop(old)) await this.files.drop(name);
  }

  private async openDue(): Promise<void> {
    const now = this.clock.now();
    for (const { id, every, formats, createdAt } of await this.schedules.live()) {
      const period = lastPeriod(every, new Date(now - LATE_MS));
      // The first is of the period it was set up in.
      if (period.to <= createdAt) continue;
      await this.runs.open(timeId(now), id, period, formats.length, new Date(now));
    }
  }

  /** One that fails is tried again with the next job; the others do not wait for it. */
  private async goOn(run: ReportRun): Promise<void> {
    const schedule = await this.schedules.find(run.scheduleId, null);
    if (schedule === null) return;
    let failure: RunFailure = 'not_made';
    try {
      await this.runs.begin(run.id, new Date(this.clock.now()));
      const files = await this.filesOf(schedule, run.period);
      if (files.length === 0) {
        await this.runs.cancel(run.id, new Date(this.clock.now()));
        return;
      }
      failure = 'file_not_written';
      await this.put(run, files);
      failure = 'not_announced';
      await this.announce(schedule, run.period, files);
      await this.runs.complete(run.id, new Date(this.clock.now()));
    } catch (error) {
      await this.fail(run, schedule, failure, error);
    }
  }

  private async fail(run: ReportRun, schedule: ReportSchedule, failure: RunFailure, error: unknown) {
    const now = this.clock.now();
    const givenUp = now - run.requestedAt.getTime() >= TRIED_DAYS * DAY_MS;
    if (givenUp || failure !== run.failure) {
      const msg = `The scheduled report ${schedule.id} failed (${failure}), and is ${givenUp ? 'given up' : 'tried again'}.`;
      this.logger.warn({ msg, err: error });
    }
    const event = runEvent(schedule, now, 'failed', { formats: schedule.formats, code: failure });
    await this.runs.fail(run.id, failure, new Date(now), event, givenUp);
  }

  /** Made, where they are not yet. @returns none where the schedule ended before */
  private async filesOf(schedule: ReportSchedule, period: Period): Promise<readonly ReportFile[]> {
    const there = await this.schedules.filesOf(schedule.id, period);
    if (there.length > 0 || schedule.endedAt !== null) return there;
    const now = this.clock.now();
    const made = await this.make(schedule, period);
    const formats = made.map(({ format }) => format);
    const event = runEvent(schedule, now, 'allowed', { formats });
    await this.schedules.add(schedule.id, period, made, new Date(now), event);
    return this.schedules.filesOf(schedule.id, period);
  }

  /** With their names: schedule and period say which, and nobody. */
  private async make(schedule: ReportSchedule, period: Period): Promise<MadeFile[]> {
    const contents = await this.contents(schedule, period);
    const [from, to] = [period.from, period.to].map((end) => end.toISOString().slice(0, 10));
    return schedule.formats.map((format) => {
      const bytes = new Uint8Array(contents[format] ?? []);
      return {
        ...{ id: timeId(this.clock.now()), format, bytes },
        name: `${schedule.report}-${from}-${to}-${schedule.id}.${format}`,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      };
    });
  }

  private async contents(
    { report, formats, language, within }: ReportSchedule,
    period: Period,
  ): Promise<Partial<Record<FileFormat, Buffer>>> {
    const wants = (format: FileFormat) => formats.includes(format);
    if (report === 'monthly') {
      const month = period.from.toISOString().slice(0, 7);
      const made = await this.monthly.make({ month, language, within });
      return {
        ...(wants('csv') && { csv: Buffer.from(monthlyCsv(made)) }),
        ...(wants('html') && { html: Buffer.from(monthlyPage(made)) }),
        ...(wants('pdf') && { pdf: await monthlyPdf(made) }),
      };
    }
    const request: ReportRequest = {
      ...{ period, filter: { within }, interval: 'none', groups: ['application'], language },
    };
    const made =
      report === 'lifecycle'
        ? await this.reports.lifecycle(period, within, 'none')
        : await this.reports[report](request);
    return {
      ...(wants('csv') && { csv: Buffer.from(reportCsv(made)) }),
      ...(wants('pdf') && { pdf: await reportPdf(made, language) }),
    };
  }

  private async put({ id: runId }: ReportRun, files: readonly ReportFile[]): Promise<void> {
    await this.runs.advance(runId, 0, files.length);
    for (const [index, { id, name, scheduleId }] of files.entries()) {
      const file = await this.schedules.read(id, scheduleId);
      if (file !== null) await this.files.write(name, file.bytes);
      await this.runs.advance(runId, index + 1, files.length);
    }
  }

  /** After the files: who is told finds them all. At least once, always under the same id. */
  private async announce(
    schedule: ReportSchedule,
    period: Period,
    files: readonly ReportFile[],
  ): Promise<void> {
    const key = `${schedule.id}/${period.from.toISOString()}/${period.to.toISOString()}`;
    const at = files[0]?.writtenAt ?? new Date(this.clock.now());
    await this.webhooks.announce(schedule.application, {
      ...{ id: uuidv5(key, NAMESPACE), type: 'report.ready', matchId: null },
      body: reportReadyBody(at, { ...schedule, period, files }),
    });
  }
}

const runEvent = (
  { id, report, application }: ReportSchedule,
  now: number,
  outcome: 'allowed' | 'failed',
  data: AccessEvent['data'],
): AccessEvent => ({
  ...{ id: timeId(now), at: new Date(now), actor: { kind: 'service', id: 'reports' }, application },
  ...{ action: 'schedule.run', target: { type: 'schedule', id }, outcome },
  ...{ permission: null, requestId: null, data: { report, ...data } },
});
