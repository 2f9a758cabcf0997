import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { ApprovalDecisions } from './approval-decisions.js';
import { problemOfApprovalError } from './approval-problems.js';
import { ApprovalReasons } from './approval-reasons.js';
import { ApprovalsController } from './approvals.controller.js';
import { ApprovalsService } from './approvals.service.js';
import { PrismaApprovals } from './prisma-approvals.js';

/** Four eyes, for whatever takes a second person. */
@Global()
@Module({
  controllers: [ApprovalsController],
  providers: [PrismaApprovals, ApprovalReasons, ApprovalDecisions, ApprovalsService],
  exports: [ApprovalsService],
})
export class ApprovalsModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfApprovalError);
  }
}
