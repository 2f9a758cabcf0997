import { Module } from '@nestjs/common';
import { HoldsModule } from '../holds/holds.module.js';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { RelationshipsModule } from '../relationships/relationships.module.js';
import { RetentionModule } from '../retention/retention.module.js';
import { ReviewsModule } from '../reviews/reviews.module.js';
import { PrismaUnassignedMatches } from '../subjects/prisma-unassigned-matches.js';
import { PrismaSubjectReport } from './prisma-subject-report.js';
import { SubjectReportsController } from './subject-reports.controller.js';
import { SubjectReportsService } from './subject-reports.service.js';

/** Answers to whoever asks what is held on them. */
@Module({
  imports: [MatchStoreModule, RetentionModule, RelationshipsModule, HoldsModule, ReviewsModule],
  controllers: [SubjectReportsController],
  providers: [PrismaSubjectReport, PrismaUnassignedMatches, SubjectReportsService],
})
export class SubjectReportsModule {}
