import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { PrismaReveals } from './prisma-reveals.js';
import { problemOfRevealError } from './reveal-problems.js';
import { RevealsController } from './reveals.controller.js';
import { RevealsService } from './reveals.service.js';

/** Personal data in clear, for who says why. */
@Module({
  imports: [MatchStoreModule],
  controllers: [RevealsController],
  providers: [PrismaReveals, RevealsService],
})
export class RevealsModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfRevealError);
  }
}
