import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { problemOfHoldError } from './hold-problems.js';
import { HoldsController } from './holds.controller.js';
import { HoldsService } from './holds.service.js';
import { PrismaLegalHolds } from './prisma-legal-holds.js';

@Module({
  controllers: [HoldsController],
  providers: [PrismaLegalHolds, HoldsService],
  exports: [PrismaLegalHolds],
})
export class HoldsModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfHoldError);
  }
}
