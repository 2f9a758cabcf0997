import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../../clock.module.js';
import type { Language } from '../../documents/language.js';
import { PrismaStanding } from '../prisma-standing.js';
import { monthOf } from '../report-period.js';
import { type ReportRequest, ReportsService } from '../reports.service.js';
import { evidenceView } from '../row-views.js';
import type { MonthlyReportView } from './monthly.view.js';

export interface MonthlyRequest {
  /** Such as 2026-10. */
  readonly month: string;
  readonly language: Language;
  readonly within: string | null;
  readonly application?: string | undefined;
}

/** What a month is answered for with, in one piece. */
@Injectable()
export class MonthlyService {
  constructor(
    private readonly reports: ReportsService,
    private readonly standing: PrismaStanding,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem it is no month */
  async make({ month, language, within, application }: MonthlyRequest): Promise<MonthlyReportView> {
    const period = monthOf(month);
    const now = this.clock.now();
    const whole: ReportRequest = {
      ...{ period, filter: { within, application }, interval: 'none', groups: [], language },
    };
    const byApplication: ReportRequest = { ...whole, groups: ['application'] };
    const { contested, probing } = await this.standing.now(within ?? application ?? null);
    const evidence = within === null ? await this.standing.evidence() : null;
    return {
      ...{
        month,
        complete: period.to.getTime() <= now,
        language,
        application: within ?? application ?? null,
      },
      generatedAt: new Date(now).toISOString(),
      volumes: await this.reports.volumes(byApplication),
      operators: await this.reports.operators(whole),
      latency: await this.reports.latency(byApplication),
      consent: await this.reports.consent(byApplication),
      errors: await this.reports.errors(whole),
      fields: await this.reports.fields(whole),
      lifecycle: await this.reports.lifecycle(period, within, 'none'),
      // As in the overview: guessing is counted over all applications.
      cases: { contested, probing: within === null ? probing : 0 },
      evidence: evidence === null ? null : evidenceView(evidence),
    };
  }
}
