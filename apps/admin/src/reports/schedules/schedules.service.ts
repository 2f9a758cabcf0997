import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../../access/access.js';
import { confinementOf, type Principal } from '../../access/principal.js';
import { timeId } from '../../access/time-id.js';
import { CLOCK } from '../../clock.module.js';
import { Problem } from '../../http/problem.js';
import { PrismaReportSchedules } from './prisma-report-schedules.js';
import type { ReportFile, ReportSchedule } from './report-schedule.js';
import { ReportFileNotFoundError, ScheduleNotFoundError, TooManySchedulesError } from './schedule-errors.js';
import type { ChangeScheduleBody, CreateScheduleBody } from './schedule.dto.js';

/** Of one application. */
const MOST = 50;

/** Reports that are made by themselves. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly schedules: PrismaReportSchedules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws TooManySchedulesError @throws Problem what is wanted does not go together */
  async create(
    { report, every, formats, language = 'en' }: CreateScheduleBody,
    access: Access,
  ): Promise<ReportSchedule> {
    refuseUnfit({ report, every, formats });
    const { kind, id: actorId, application } = access.principal;
    if ((await this.schedules.count(application)) >= MOST) throw new TooManySchedulesError();
    const now = this.clock.now();
    const schedule: ReportSchedule = {
      ...{
        id: timeId(now),
        application,
        within: confinementOf(access.principal),
        report,
        every,
        formats,
        language,
      },
      ...{ createdAt: new Date(now), createdBy: { kind, id: actorId }, endedAt: null },
    };
    access.concerns(schedule.id);
    access.note({ report, every, formats });
    await this.schedules.create(schedule, access.event('allowed'));
    access.isOnRecord();
    return schedule;
  }

  /** @throws ScheduleNotFoundError @throws Problem */
  async change(id: string, body: ChangeScheduleBody, access: Access): Promise<ReportSchedule> {
    access.concerns(id);
    const within = confinementOf(access.principal);
    const before = await this.find(id, access.principal);
    const { every = before.every, formats = before.formats, language = before.language } = body;
    refuseUnfit({ report: before.report, every, formats });
    access.note({ fields: Object.keys(body).sort() });
    const changed = await this.schedules.change(
      id,
      within,
      { every, formats, language },
      access.event('allowed'),
    );
    if (!changed) throw new ScheduleNotFoundError();
    access.isOnRecord();
    return { ...before, every, formats, language };
  }

  /** Its files stay until their time is over. @throws ScheduleNotFoundError */
  async end(id: string, access: Access): Promise<ReportSchedule> {
    access.concerns(id);
    const schedule = await this.find(id, access.principal);
    const at = new Date(this.clock.now());
    const within = confinementOf(access.principal);
    if (!(await this.schedules.end(id, within, at, access.event('allowed'))))
      throw new ScheduleNotFoundError();
    access.isOnRecord();
    return { ...schedule, endedAt: at };
  }

  /** @throws ScheduleNotFoundError */
  async find(id: string, principal: Principal): Promise<ReportSchedule> {
    const found = await this.schedules.find(id, confinementOf(principal));
    if (found === null) throw new ScheduleNotFoundError();
    return found;
  }

  /** @throws ScheduleNotFoundError */
  async files(id: string, principal: Principal): Promise<readonly ReportFile[]> {
    return this.schedules.files((await this.find(id, principal)).id);
  }

  /** @throws ScheduleNotFoundError @throws ReportFileNotFoundError */
  async read(id: string, fileId: string, principal: Principal) {
    const file = await this.schedules.read(fileId, (await this.find(id, principal)).id);
    if (file === null) throw new ReportFileNotFoundError();
    return file;
  }
}

function refuseUnfit({ report, every, formats }: Pick<ReportSchedule, 'report' | 'every' | 'formats'>): void {
  if (report === 'monthly' && every !== 'month') {
    throw Problem.ofField('every', 'is not month, as the monthly report is', 'Send month.');
  }
  if (report !== 'monthly' && formats.includes('html')) {
    throw Problem.ofField('formats', 'has html, which only the monthly report comes as', 'Send csv or pdf.');
  }
}
