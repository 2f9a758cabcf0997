import { Module } from '@nestjs/common';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { ExplanationsController } from './explanations.controller.js';
import { ExplanationsService } from './explanations.service.js';
import { PrismaExplanation } from './prisma-explanation.js';

/** Matches explained, as JSON, as a page and on paper. */
@Module({
  imports: [MatchStoreModule, EvidenceModule],
  controllers: [ExplanationsController],
  providers: [PrismaExplanation, ExplanationsService],
})
export class ExplanationsModule {}
