import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CurrentPrincipal } from '../access/current.decorators.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { CLOCK } from '../clock.module.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { OverviewService } from './overview.service.js';
import { OverviewView } from './overview.view.js';
import { DAY_MS, periodOf } from './report-period.js';
import { OverviewQuery } from './report.query.js';

/** Up to how long a period is shown by the hour where nobody says. */
const HOURLY_MS = 3 * DAY_MS;

@ApiTags('reports')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/reports/overview')
export class OverviewController {
  constructor(
    private readonly overview: OverviewService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('reports:read', 'report.overview')
  @ApiOperation({
    summary: 'What goes on: the period, and how things stand now',
    description: 'Aggregates: it names nobody. A key sees its application, and nothing of the log.',
  })
  @ApiResponse({ status: 200, type: OverviewView })
  async show(@Query() query: OverviewQuery, @CurrentPrincipal() principal: Principal): Promise<OverviewView> {
    const { from, to, application, language = 'en' } = query;
    const now = this.clock.now();
    const asked = periodOf({ from, to }, now);
    const short = asked.to.getTime() - asked.from.getTime() <= HOURLY_MS;
    const interval = query.interval ?? (short ? 'hour' : 'day');
    const filter = { within: confinementOf(principal), application };
    const period = periodOf({ from, to, interval }, now);
    return this.overview.make({ period, interval, filter, language });
  }
}
