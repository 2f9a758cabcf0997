import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../access/current.decorators.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { pageOf } from '../http/page.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { JobPageView, jobViewOf, ListJobsQuery } from './background-job.view.js';
import { PrismaBackgroundJobs } from './prisma-background-jobs.js';

/** What the service does behind. */
@ApiTags('jobs')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/jobs')
export class BackgroundJobsController {
  constructor(private readonly jobs: PrismaBackgroundJobs) {}

  @Get()
  @RequirePermission('jobs:read', 'job.list')
  @ApiOperation({
    summary: 'What runs behind, or did, newest first',
    description:
      'Exports, back-tests, checks of the log, purges, rotations of master keys, and scheduled reports, each with how far it is. A key sees the exports, back-tests and reports of its application.',
  })
  @ApiResponse({ status: 200, type: JobPageView })
  async list(@Query() query: ListJobsQuery, @CurrentPrincipal() principal: Principal): Promise<JobPageView> {
    const { kind, state } = query;
    const filter = { kind, state, within: confinementOf(principal) };
    const page = await pageOf(query, (limit, before) => this.jobs.page(filter, limit, before));
    return { ...page, items: page.items.map(jobViewOf) };
  }
}
