import { Module, type OnModuleInit } from '@nestjs/common';
import { Problem } from '../http/problem.js';
import { ProblemMappers } from '../http/problem-mappers.js';
import { PrismaRelationships } from './prisma-relationships.js';
import { RelationshipApplicationError } from './relationship.js';
import { RelationshipsController } from './relationships.controller.js';
import { RelationshipsService } from './relationships.service.js';

@Module({
  controllers: [RelationshipsController],
  providers: [PrismaRelationships, RelationshipsService],
  exports: [PrismaRelationships],
})
export class RelationshipsModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register((error) =>
      error instanceof RelationshipApplicationError
        ? new Problem({
            ...{ status: 403, code: 'other_application' },
            detail: `A key says what is so for its own application only: ${error.application}.`,
          })
        : undefined,
    );
  }
}
