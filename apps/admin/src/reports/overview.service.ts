import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DqeIdmobileMonitor } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import type { Language } from '../documents/language.js';
import { type CountFilter, type Period, PrismaCounted } from './counts/prisma-counted.js';
import type { OverviewView } from './overview.view.js';
import { type Cut, PrismaFigures, WHOLE } from './prisma-figures.js';
import { PrismaStanding } from './prisma-standing.js';
import { before, startsOf } from './report-period.js';
import {
  consentView,
  errorViews,
  evidenceView,
  latencyView,
  NO_CONSENT,
  NO_LATENCY,
  NO_VOLUMES,
  operatorViews,
  volumeView,
} from './row-views.js';

export interface OverviewRequest {
  readonly period: Period;
  readonly interval: 'hour' | 'day';
  readonly filter: Pick<CountFilter, 'within' | 'application'>;
  readonly language: Language;
}

const BY_OPERATOR: Cut = { interval: 'none', groups: ['operator'] };

/** What somebody sees first: the period, and how things stand now. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly counted: PrismaCounted,
    private readonly standing: PrismaStanding,
    private readonly monitor: DqeIdmobileMonitor,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async make({ period, interval, filter, language }: OverviewRequest): Promise<OverviewView> {
    // A key asks for whatever it likes, and hears of its own.
    const application = filter.within ?? filter.application ?? null;
    const now = await this.standing.now(application);
    // A key sees its application; the log is of all.
    const evidence = filter.within === null ? await this.standing.evidence() : null;
    const { breaker, inFlight, queued } = this.monitor.snapshot();
    return {
      ...{ from: period.from.toISOString(), to: period.to.toISOString(), interval, application },
      generatedAt: new Date(this.clock.now()).toISOString(),
      ...(await this.figures({ period, interval, filter, language })),
      dqe: { breaker, inFlight, queued, creditsExhausted: now.creditsExhausted },
      // Whether somebody guesses is counted over all applications: none of them learns of the others.
      cases: { contested: now.contested, probing: filter.within === null ? now.probing : 0 },
      evidence: evidence === null ? null : evidenceView(evidence),
    };
  }

  private figures({ period, interval, filter, language }: OverviewRequest) {
    const bySeries: Cut = { interval, groups: [] };
    return this.counted.reading(interval === 'hour', async (counted) => {
      const figures = new PrismaFigures(counted, period, filter);
      const earlier = new PrismaFigures(counted, before(period), filter);
      const [[total = NO_VOLUMES], byTime, byOperator] = await figures.volumes(WHOLE, bySeries, BY_OPERATOR);
      const [[latency = NO_LATENCY], latencies, ofOperators] = await figures.latency(
        WHOLE,
        bySeries,
        BY_OPERATOR,
      );
      const volumes = new Map(byTime.map((row) => [row.start?.getTime(), row]));
      const times = new Map(latencies.map((row) => [row.start?.getTime(), row]));
      const [[consent = NO_CONSENT]] = await figures.consent(WHOLE);
      const [[totalBefore = NO_VOLUMES]] = await earlier.volumes(WHOLE);
      const [[latencyBefore = NO_LATENCY]] = await earlier.latency(WHOLE);
      const operators = operatorViews(byOperator, ofOperators, await figures.availability(BY_OPERATOR));
      const { matches, successRate } = volumeView(totalBefore);
      return {
        ...{ total: volumeView(total), latency: latencyView(latency), consent: consentView(consent) },
        before: { matches, successRate, p95: latencyBefore.p95 },
        series: startsOf(period, interval).map((start) => {
          const at = start.getTime();
          const { statuses, ...point } = volumeView(volumes.get(at) ?? NO_VOLUMES);
          const { p50, p95, p99 } = times.get(at) ?? NO_LATENCY;
          return {
            ...{
              start: start.toISOString(),
              matches: point.matches,
              statuses,
              successRate: point.successRate,
            },
            ...{ p50, p95, p99 },
          };
        }),
        operators: operators.sort((one, other) => other.matches - one.matches),
        errors: errorViews(await figures.errors(WHOLE), [total], language),
      };
    });
  }
}
