import { Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { type Clock, systemClock } from 'nestjs-dqe-idmobile';
import { AccessModule } from './access/access.module.js';
import { ClockModule } from './clock.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { SealingModule } from './sealing/sealing.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';

/** Wiring only: the platform, and the features on it. */
@Module({})
export class AdminModule {
  /**
   * @param configuration made by `AdminConfigModule.forRoot`
   * @param features the modules that answer the API
   * @param clock what expires by
   */
  static forRoot(
    configuration: DynamicModule,
    features: NonNullable<ModuleMetadata['imports']> = [],
    clock: Clock = systemClock,
  ): DynamicModule {
    return {
      module: AdminModule,
      imports: [
        configuration,
        ClockModule.forRoot(clock),
        HttpModule,
        AccessModule,
        HealthModule,
        MetricsModule,
        SealingModule,
        DashboardModule,
        ...features,
      ],
    };
  }
}
