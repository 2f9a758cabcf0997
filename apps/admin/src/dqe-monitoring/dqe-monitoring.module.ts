import { Module } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DqeIdmobileMonitor } from 'nestjs-dqe-idmobile';
import { Readiness } from '../health/readiness.js';
import { MatchesModule } from '../matches/matches.module.js';
import { DqeMetrics } from './dqe-metrics.js';

/** Shows how things stand between this service and DQE. */
@Module({ imports: [MatchesModule], providers: [DqeMetrics] })
export class DqeMonitoringModule implements OnModuleInit {
  constructor(
    private readonly readiness: Readiness,
    private readonly monitor: DqeIdmobileMonitor,
  ) {}

  onModuleInit(): void {
    // Told, and no check: with DQE down, all but new matches works, and a restart would not bring it back.
    this.readiness.inform({ name: 'dqe', read: () => ({ circuitBreaker: this.monitor.snapshot().breaker }) });
  }
}
