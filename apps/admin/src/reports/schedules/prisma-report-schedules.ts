import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../../access/access-event.js';
import { insertOf } from '../../audit/prisma-access-log.js';
import { actorOf } from '../../persistence/actor-columns.js';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { time } from '../../persistence/prisma-time.js';
import type { Period } from '../counts/prisma-counted.js';
import type { FileFormat, ReportFile, ReportSchedule } from './report-schedule.js';

/** A file with what is in it. */
export interface MadeFile {
  readonly id: string;
  readonly format: FileFormat;
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

const FILE = {
  ...{ id: true, scheduleId: true, periodFrom: true, periodTo: true, format: true },
  ...{ name: true, size: true, sha256: true, writtenAt: true },
} as const satisfies Prisma.ReportFileSelect;

/** Keeps schedules and their files. Whoever is confined sees those of their application. */
@Injectable()
export class PrismaReportSchedules {
  constructor(private readonly database: PrismaDatabase) {}

  async create(schedule: ReportSchedule, event: AccessEvent): Promise<void> {
    const { createdBy, formats, ...row } = schedule;
    await this.database.client.$transaction([
      this.database.client.reportSchedule.create({
        data: { ...row, formats: [...formats], createdByKind: createdBy.kind, createdById: createdBy.id },
      }),
      this.database.client.$executeRaw(insertOf([event])),
    ]);
  }

  /** @returns whether there was one that went on */
  async end(id: string, within: string | null, at: Date, event: AccessEvent): Promise<boolean> {
    return this.database.client.$transaction(async (tx) => {
      const { count } = await tx.reportSchedule.updateMany({
        where: { id, endedAt: null, ...inside(within) },
        data: { endedAt: at },
      });
      if (count === 1) await tx.$executeRaw(insertOf([event]));
      return count === 1;
    });
  }

  async change(
    id: string,
    within: string | null,
    change: Partial<Pick<ReportSchedule, 'every' | 'formats' | 'language'>>,
    event: AccessEvent,
  ): Promise<boolean> {
    return this.database.client.$transaction(async (tx) => {
      const { formats, ...rest } = change;
      const { count } = await tx.reportSchedule.updateMany({
        where: { id, endedAt: null, ...inside(within) },
        data: { ...rest, ...(formats === undefined ? {} : { formats: [...formats] }) },
      });
      if (count === 1) await tx.$executeRaw(insertOf([event]));
      return count === 1;
    });
  }

  async find(id: string, within: string | null): Promise<ReportSchedule | null> {
    const row = await this.database.client.reportSchedule.findFirst({ where: { id, ...inside(within) } });
    return row === null ? null : scheduleOf(row);
  }

  count(application: string): Promise<number> {
    return this.database.client.reportSchedule.count({ where: { application, endedAt: null } });
  }

  /** Newest first. */
  async page(
    within: string | null,
    limit: number,
    before: string | null,
  ): Promise<readonly ReportSchedule[]> {
    const rows = await this.database.client.reportSchedule.findMany({
      where: { ...inside(within), ...(before === null ? {} : { id: { lt: before } }) },
      ...{ orderBy: { id: 'desc' }, take: limit },
    });
    return rows.map(scheduleOf);
  }

  async live(): Promise<readonly ReportSchedule[]> {
    const rows = await this.database.client.reportSchedule.findMany({
      ...{ where: { endedAt: null }, orderBy: { id: 'asc' } },
    });
    return rows.map(scheduleOf);
  }

  /** All files of a period, or none: of two who make the same at once, one. @returns whether it was this one */
  async add(
    id: string,
    { from, to }: Period,
    files: readonly MadeFile[],
    at: Date,
    event: AccessEvent,
  ): Promise<boolean> {
    return this.database.client.$transaction(async (tx) => {
      // One after the other: whoever waited here finds them made.
      await tx.$queryRaw`SELECT id FROM report_schedules WHERE id = ${id}::uuid FOR UPDATE`;
      if ((await tx.reportFile.count({ where: { scheduleId: id, periodFrom: from, periodTo: to } })) > 0)
        return false;
      await tx.reportFile.createMany({
        data: files.map((file) => ({
          ...{ ...file, scheduleId: id, periodFrom: from, periodTo: to },
          ...{ size: file.bytes.length, writtenAt: at },
        })),
      });
      await tx.$executeRaw(insertOf([event]));
      return true;
    });
  }

  async filesOf(scheduleId: string, { from, to }: Period): Promise<readonly ReportFile[]> {
    const rows = await this.database.client.reportFile.findMany({
      ...{ where: { scheduleId, periodFrom: from, periodTo: to }, select: FILE, orderBy: { id: 'asc' } },
    });
    return rows.map(fileOf);
  }

  /** Newest first. */
  async files(scheduleId: string): Promise<readonly ReportFile[]> {
    const rows = await this.database.client.reportFile.findMany({
      ...{ where: { scheduleId }, select: FILE, orderBy: { id: 'desc' }, take: 500 },
    });
    return rows.map(fileOf);
  }

  async read(id: string, scheduleId: string): Promise<(ReportFile & { readonly bytes: Uint8Array }) | null> {
    const row = await this.database.client.reportFile.findFirst({
      ...{ where: { id, scheduleId }, select: { ...FILE, bytes: true } },
    });
    return row === null ? null : { ...fileOf(row), bytes: row.bytes };
  }

  /** Drops what is older. @returns names of the files */
  async drop(before: Date): Promise<readonly string[]> {
    const rows = await this.database.client.$queryRaw<{ name: string }[]>`
      DELETE FROM report_files WHERE written_at < ${time(before)} RETURNING name`;
    return rows.map(({ name }) => name);
  }
}

const inside = (within: string | null) => (within === null ? {} : { application: within, within });

const scheduleOf = (row: Prisma.ReportScheduleGetPayload<object>): ReportSchedule => {
  const { createdByKind, createdById, ...schedule } = row;
  return { ...schedule, createdBy: actorOf(createdByKind, createdById) } as ReportSchedule;
};

const fileOf = ({
  periodFrom,
  periodTo,
  ...row
}: Prisma.ReportFileGetPayload<{ select: typeof FILE }>): ReportFile => {
  const { id, scheduleId, format, name, size, sha256, writtenAt } = row;
  const period = { from: periodFrom, to: periodTo };
  return { id, scheduleId, period, format: format as FileFormat, name, size, sha256, writtenAt };
};
