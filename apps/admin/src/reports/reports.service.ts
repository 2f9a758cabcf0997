import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import type { Language } from '../documents/language.js';
import { type CountFilter, type Period, PrismaCounted } from './counts/prisma-counted.js';
import { PrismaActFigures } from './prisma-act-figures.js';
import { type Cut, PrismaFigures, WHOLE } from './prisma-figures.js';
import { before, type Interval } from './report-period.js';
import { GROUPS } from './report.query.js';
import type {
  AccessesReportView,
  ConsentReportView,
  ErrorsReportView,
  FieldsReportView,
  LatencyReportView,
  LifecycleReportView,
  OperatorsReportView,
  VolumesReportView,
} from './report.views.js';
import {
  accessView,
  consentView,
  errorViews,
  fieldView,
  keyTextOf,
  latencyView,
  lifecycleView,
  NO_CONSENT,
  NO_LATENCY,
  NO_LIFECYCLE,
  NO_VOLUMES,
  operatorViews,
  volumeView,
} from './row-views.js';

/** What a report is asked for. */
export interface ReportRequest extends Cut {
  readonly period: Period;
  readonly filter: CountFilter;
  readonly language: Language;
}

/** Makes reports: figures of the database, with what follows from them. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly counted: PrismaCounted,
    private readonly acts: PrismaActFigures,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  volumes(request: ReportRequest): Promise<VolumesReportView> {
    return this.reading(request, async (figures) => {
      const [rows, [total = NO_VOLUMES]] = await figures.volumes(request, WHOLE);
      return {
        ...this.head(request),
        report: 'volumes',
        rows: rows.map(volumeView),
        total: volumeView(total),
      };
    });
  }

  latency(request: ReportRequest): Promise<LatencyReportView> {
    return this.reading(request, async (figures) => {
      const [rows, [total = NO_LATENCY]] = await figures.latency(request, WHOLE);
      return {
        ...this.head(request),
        report: 'latency',
        rows: rows.map(latencyView),
        total: latencyView(total),
      };
    });
  }

  errors(request: ReportRequest): Promise<ErrorsReportView> {
    return this.reading(request, async (figures) => {
      const [totals] = await figures.volumes(request);
      const rows = errorViews(await figures.errors(request), totals, request.language);
      return { ...this.head(request), report: 'errors', rows };
    });
  }

  consent(request: ReportRequest): Promise<ConsentReportView> {
    return this.reading(request, async (figures) => {
      const [rows, [total = NO_CONSENT]] = await figures.consent(request, WHOLE);
      return {
        ...this.head(request),
        report: 'consent',
        rows: rows.map(consentView),
        total: consentView(total),
      };
    });
  }

  operators(asked: ReportRequest): Promise<OperatorsReportView> {
    const request = byOperator(asked);
    return this.reading(request, async (figures) => {
      const [volumes] = await figures.volumes(request);
      const [latencies] = await figures.latency(request);
      const rows = operatorViews(volumes, latencies, await figures.availability(request));
      return { ...this.head(request), report: 'operators', rows };
    });
  }

  fields(asked: ReportRequest): Promise<FieldsReportView> {
    const request = byOperator(asked);
    return this.reading(request, async (figures, earlier) => {
      const rows = await figures.fields(request);
      const then = request.interval === 'none' ? await earlier.fields(request) : [];
      const before = new Map(then.map((row) => [`${row.field} ${keyTextOf(row)}`, row]));
      return {
        ...{ ...this.head(request), report: 'fields' },
        rows: rows.map((row) => fieldView(row, before.get(`${row.field} ${keyTextOf(row)}`))),
      };
    });
  }

  async accesses(period: Period, within: string | null, application?: string): Promise<AccessesReportView> {
    const rows = await this.acts.accesses(period, within, application);
    return { ...this.times(period), report: 'accesses', rows: rows.map(accessView) };
  }

  async lifecycle(period: Period, within: string | null, interval: Interval): Promise<LifecycleReportView> {
    const rows = await this.acts.lifecycle(period, within, interval);
    const [total] = interval === 'none' ? rows : await this.acts.lifecycle(period, within, 'none');
    return {
      ...{ ...this.times(period), report: 'lifecycle', interval, rows: rows.map(lifecycleView) },
      total: lifecycleView(total ?? NO_LIFECYCLE),
    };
  }

  /** Figures of the period, and of the one before, all as of one time. */
  private reading<Report>(
    { period, filter, interval }: ReportRequest,
    read: (figures: PrismaFigures, earlier: PrismaFigures) => Promise<Report>,
  ): Promise<Report> {
    return this.counted.reading(interval === 'hour', (counted) =>
      read(new PrismaFigures(counted, period, filter), new PrismaFigures(counted, before(period), filter)),
    );
  }

  private times({ from, to }: Period) {
    const generatedAt = new Date(this.clock.now()).toISOString();
    return { from: from.toISOString(), to: to.toISOString(), generatedAt };
  }

  private head({ period, filter, interval, groups }: ReportRequest) {
    const { within, application, operator, country, purpose } = filter;
    return {
      ...{ ...this.times(period), interval, groupBy: groups },
      filters: {
        application: application ?? within,
        ...{ operator: operator ?? null, country: country ?? null, purpose: purpose ?? null },
      },
    };
  }
}

/** A report about operators tells them apart, whatever else it does. */
const byOperator = (request: ReportRequest): ReportRequest => ({
  ...request,
  groups: GROUPS.filter((group) => group === 'operator' || request.groups.includes(group)),
});
