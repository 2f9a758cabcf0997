import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { JobQueue } from '../jobs/job-queue.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MatchesModule } from '../matches/matches.module.js';
import { PrismaCounted } from './counts/prisma-counted.js';
import { PrismaCounting } from './counts/prisma-counting.js';
import { MonthlyController } from './monthly/monthly.controller.js';
import { MonthlyService } from './monthly/monthly.service.js';
import { OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';
import { PrismaActFigures } from './prisma-act-figures.js';
import { PrismaStanding } from './prisma-standing.js';
import { problemOfReport } from './report-problems.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';
import { PrismaReportRuns } from './schedules/prisma-report-runs.js';
import { PrismaReportSchedules } from './schedules/prisma-report-schedules.js';
import { ReportFiles } from './schedules/report-files.js';
import { ReportWriter } from './schedules/report-writer.js';
import { SchedulesController } from './schedules/schedules.controller.js';
import { SchedulesService } from './schedules/schedules.service.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';

const COUNT_QUEUE = 'report-counts';
const SCHEDULE_QUEUE = 'report-schedules';

/** What went on over time: counted by the hour, so that a report of a year takes no longer than a page. */
@Module({
  imports: [JobsModule, MatchesModule, WebhooksModule],
  controllers: [OverviewController, MonthlyController, SchedulesController, ReportsController],
  providers: [
    ...[PrismaCounting, PrismaCounted, PrismaActFigures, PrismaStanding],
    ...[ReportsService, OverviewService, MonthlyService],
    ...[PrismaReportSchedules, PrismaReportRuns, ReportFiles, ReportWriter, SchedulesService],
  ],
})
export class ReportsModule implements OnModuleInit {
  constructor(
    private readonly problems: ProblemMappers,
    private readonly jobs: JobQueue,
    private readonly counting: PrismaCounting,
    private readonly writer: ReportWriter,
  ) {}

  async onModuleInit(): Promise<void> {
    this.problems.register(problemOfReport);
    await this.jobs.declare({
      name: COUNT_QUEUE,
      handle: (_data, signal) => this.counting.run(signal),
      pollMs: 15_000,
      expireSeconds: 3_600,
      everySeconds: 60,
    });
    await this.jobs.declare({
      name: SCHEDULE_QUEUE,
      handle: (_data, signal) => this.writer.run(signal),
      pollMs: 60_000,
      expireSeconds: 900,
      everySeconds: 300,
    });
  }
}
