import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { PrismaReviews } from '../reviews/prisma-reviews.js';
import { ReviewReasons } from '../reviews/review-reasons.js';
import { problemOfDemo } from './demo-errors.js';
import { DemoController } from './demo.controller.js';
import { DemoService } from './demo.service.js';
import { PrismaDemo } from './prisma-demo.js';

/** Sample data, to look around in. */
@Module({
  controllers: [DemoController],
  providers: [PrismaDemo, PrismaReviews, ReviewReasons, DemoService],
})
export class DemoModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfDemo);
  }
}
