import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { PrismaUnassignedMatches } from '../subjects/prisma-unassigned-matches.js';
import { problemOfUnassigned } from '../subjects/unassigned-matches.error.js';
import { problemOfErasureError } from './erasure-problems.js';
import { ErasuresController } from './erasures.controller.js';
import { ErasuresService } from './erasures.service.js';
import { PrismaErasures } from './prisma-erasures.js';

@Module({
  controllers: [ErasuresController],
  providers: [PrismaErasures, PrismaUnassignedMatches, ErasuresService],
})
export class ErasuresModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfErasureError);
    this.problems.register(problemOfUnassigned);
  }
}
