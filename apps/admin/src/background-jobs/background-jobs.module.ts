import { Module } from '@nestjs/common';
import { BackgroundJobsController } from './background-jobs.controller.js';
import { PrismaBackgroundJobs } from './prisma-background-jobs.js';

/** One list of what goes on behind, whichever feature does it. */
@Module({ controllers: [BackgroundJobsController], providers: [PrismaBackgroundJobs] })
export class BackgroundJobsModule {}
