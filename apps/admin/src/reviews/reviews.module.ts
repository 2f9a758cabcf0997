import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { MatchReviewsController } from './match-reviews.controller.js';
import { PrismaMatchDecisions } from './prisma-match-decisions.js';
import { PrismaReviews } from './prisma-reviews.js';
import { problemOfReviewError } from './review-problems.js';
import { ReviewReasons } from './review-reasons.js';
import { ReviewsController } from './reviews.controller.js';
import { ReviewsService } from './reviews.service.js';

/** People who look at verdicts. */
@Module({
  imports: [MatchStoreModule],
  controllers: [MatchReviewsController, ReviewsController],
  providers: [PrismaReviews, PrismaMatchDecisions, ReviewReasons, ReviewsService],
  exports: [PrismaMatchDecisions],
})
export class ReviewsModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfReviewError);
  }
}
