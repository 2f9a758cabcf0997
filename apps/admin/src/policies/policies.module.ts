import { Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesService } from './policies.service.js';
import { problemOfPolicyError } from './policy-problems.js';
import { PolicyStoreModule } from './policy-store.module.js';
import { PolicyTexts } from './policy-texts.js';

/** Policies: versions of them, and which one is in force. */
@Module({
  imports: [PolicyStoreModule],
  controllers: [PoliciesController],
  providers: [PolicyTexts, PoliciesService],
})
export class PoliciesModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfPolicyError);
  }
}
