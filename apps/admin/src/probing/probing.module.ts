import { Module } from '@nestjs/common';
import { PrismaProbing } from './prisma-probing.js';
import { ProbingGuard } from './probing-guard.js';
import { ProbingMetrics } from './probing-metrics.js';

/** Keeps scores from being used to guess what they are compared with. */
@Module({
  providers: [PrismaProbing, ProbingMetrics, ProbingGuard],
  exports: [ProbingGuard],
})
export class ProbingModule {}
