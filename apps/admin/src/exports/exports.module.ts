import { Module, type OnModuleInit } from '@nestjs/common';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ProblemMappers } from '../http/problem-mappers.js';
import { JobQueue } from '../jobs/job-queue.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { ExportPacker } from './export-packer.js';
import { problemOfExportError } from './export-problems.js';
import { ExportReasons } from './export-reasons.js';
import { ExportWriter } from './export-writer.js';
import { ExportsController } from './exports.controller.js';
import { EXPORT_QUEUE, type ExportJob, ExportsService } from './exports.service.js';
import { PrismaExportEvents } from './prisma-export-events.js';
import { PrismaExports } from './prisma-exports.js';
import { PrismaMatchLines } from './prisma-match-lines.js';
import { PrismaMatchSnapshots } from './prisma-match-snapshots.js';

const LOOK_QUEUE = 'export-look';

/** Exports: streamed, and as files that are written in the background. */
@Module({
  imports: [MatchStoreModule, JobsModule, EvidenceModule],
  controllers: [ExportsController],
  providers: [
    ...[PrismaMatchLines, PrismaMatchSnapshots, PrismaExports, PrismaExportEvents],
    ...[ExportReasons, ExportPacker, ExportWriter, ExportsService],
  ],
})
export class ExportsModule implements OnModuleInit {
  constructor(
    private readonly problems: ProblemMappers,
    private readonly jobs: JobQueue,
    private readonly service: ExportsService,
  ) {}

  async onModuleInit(): Promise<void> {
    this.problems.register(problemOfExportError);
    await this.jobs.declare<ExportJob>({
      name: EXPORT_QUEUE,
      handle: ({ exportId }, signal) => this.service.goOn(exportId, signal),
      expireSeconds: 900,
    });
    await this.jobs.declare({
      name: LOOK_QUEUE,
      handle: () => this.service.look(),
      pollMs: 60_000,
      expireSeconds: 60,
      everySeconds: 300,
    });
  }
}
