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
import { type MadeFile, PrismaReportSchedules } from './prisma-report-schedules.js';
import { ReportFiles } from './report-files.js';
import { type FileFormat, lastPeriod, type ReportFile, type ReportSchedule } from './report-schedule.js';

/** Invented; ids of notices are made in it, so that the same is told under the same id. */
const NAMESPACE = '5b0f9d0e-1c3a-4a53-9a5f-2f1d3f5d7c11';
/** How long after the end of a period its report is made: late callbacks are in by then. */
const LATE_MS = 1_800_000;
export const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** Makes the files of schedules when their period is over, puts them where they are fetched, and has it told. */
@Injectable()
export class ReportWriter {
  private readonly logger = new Logger(ReportWriter.name);

  constructor(
    private readonly schedules: PrismaReportSchedules,
    private readonly reports: ReportsService,
    private readonly monthly: MonthlyService,
    private readonly files: ReportFiles,
    private readonly webhooks: WebhookFanOut,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A job: whatever was left undone by one that died is done. */
  async run(signal?: AbortSignal): Promise<void> {
    for (const schedule of await this.schedules.live()) {
      if (signal?.aborted === true) return;
      try {
        await this.writeDue(schedule);
      } catch (error) {
        // It is tried again with the next run; the others do not wait for it.
        this.logger.warn({ msg: `The scheduled report ${schedule.id} could not be made.`, err: error });
      }
    }
    await this.announce();
    const old = new Date(this.clock.now() - KEPT_DAYS * DAY_MS);
    for (const name of await this.schedules.drop(old)) await this.files.drop(name);
  }

  private async writeDue(schedule: ReportSchedule): Promise<void> {
    const now = this.clock.now();
    const period = lastPeriod(schedule.every, new Date(now - LATE_MS));
    // The first is of the period it was set up in.
    if (period.to <= schedule.createdAt || (await this.schedules.hasFiles(schedule.id, period))) return;
    const made = await this.make(schedule, period);
    const names = made.map(({ format }) => format);
    await this.schedules.add(schedule.id, period, made, new Date(now), writtenEvent(schedule, now, names));
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

  /** Files first: who is told finds them. At least once, always under the same id. */
  private async announce(): Promise<void> {
    const bySchedule = new Map<string, ReportFile[]>();
    for (const file of await this.schedules.unannounced()) {
      const { from, to } = file.period;
      const key = `${file.scheduleId}/${from.toISOString()}/${to.toISOString()}`;
      bySchedule.set(key, [...(bySchedule.get(key) ?? []), file]);
    }
    for (const [key, files] of bySchedule) {
      const [first] = files;
      const schedule = first === undefined ? null : await this.schedules.find(first.scheduleId, null);
      if (first === undefined || schedule === null) continue;
      for (const { id, name, scheduleId } of files) {
        const file = await this.schedules.read(id, scheduleId);
        if (file !== null) await this.files.write(name, file.bytes);
      }
      await this.webhooks.announce(schedule.application, {
        ...{ id: uuidv5(key, NAMESPACE), type: 'report.ready', matchId: null },
        body: reportReadyBody(first.writtenAt, { ...schedule, period: first.period, files }),
      });
      await this.schedules.announced(
        files.map(({ id }) => id),
        new Date(this.clock.now()),
      );
    }
  }
}

const writtenEvent = (
  { id, report, application }: ReportSchedule,
  now: number,
  formats: readonly FileFormat[],
): AccessEvent => ({
  ...{ id: timeId(now), at: new Date(now), actor: { kind: 'service', id: 'reports' }, application },
  ...{ action: 'schedule.run', target: { type: 'schedule', id }, outcome: 'allowed' },
  ...{ permission: null, requestId: null, data: { report, formats } },
});
