import type { Permission } from '../access/permissions.js';
import type { ApprovalStatus } from './approval-record.js';

/** There is no such approval, or none the caller may know of. */
export class ApprovalNotFoundError extends Error {
  override readonly name = 'ApprovalNotFoundError';
}

/** What was brought opens nothing: why. */
export class ApprovalNotUsableError extends Error {
  override readonly name = 'ApprovalNotUsableError';

  constructor(
    readonly reason: Exclude<ApprovalStatus, 'approved'> | 'not_found' | 'of_another' | 'for_something_else',
  ) {
    super(`the approval is ${reason}`);
  }
}

/** It was decided already, or its time is over. */
export class ApprovalOverError extends Error {
  override readonly name = 'ApprovalOverError';

  constructor(readonly status: Exclude<ApprovalStatus, 'pending'>) {
    super(`the approval is ${status}`);
  }
}

/** Who asked is not a second person; nor is who made the key that asked. */
export class OwnRequestError extends Error {
  override readonly name = 'OwnRequestError';
}

/** A machine does not decide. */
export class PersonNeededError extends Error {
  override readonly name = 'PersonNeededError';
}

/** Nobody approves what they could not do themselves. */
export class DecisionForbiddenError extends Error {
  override readonly name = 'DecisionForbiddenError';

  constructor(readonly permission: Permission) {
    super('the decider lacks the permission of the kind');
  }
}
