import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiResponse, ApiSchema } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ApprovalRecord } from './approval-record.js';
import { ApprovalView, approvalViewOf } from './approval.view.js';

@ApiSchema({ name: 'PendingApproval', description: 'Nothing was done: a second person has to approve it.' })
export class PendingApprovalView {
  @ApiProperty({ type: ApprovalView }) approval!: ApprovalView;
}

/** Documents the answer of {@link pending}. */
export const ApiPendingApproval = () =>
  applyDecorators(
    ApiResponse({
      status: 202,
      type: PendingApprovalView,
      description:
        'Nothing was done yet. A second person has to approve it; then send the same again, with `approvalId`.',
      headers: { Location: { description: 'Of the approval.', schema: { type: 'string' } } },
    }),
  );

/**
 * The answer where a second person is needed: 202, with the place to look at.
 * @param reply of `@Res({ passthrough: true })`
 * @param now milliseconds
 */
export function pending(reply: FastifyReply, approval: ApprovalRecord, now: number): PendingApprovalView {
  void reply.code(202).header('location', `/api/v1/approvals/${approval.id}`);
  return { approval: approvalViewOf(approval, now) };
}
