import { SubjectErasedError } from 'sealed-fields';
import { notAllowed } from '../access/access-problems.js';
import { Problem } from '../http/problem.js';
import {
  ApprovalNotFoundError,
  ApprovalNotUsableError,
  ApprovalOverError,
  DecisionForbiddenError,
  OwnRequestError,
  PersonNeededError,
} from './approval-errors.js';
import { isOfErasedSubject, isRefusedByDatabase } from './refused-by-database.js';

const NOT_USABLE: Readonly<Record<ApprovalNotUsableError['reason'], string>> = {
  not_found: 'There is no approval with this id.',
  of_another:
    'Somebody else asked for this approval; it is of use to nobody but them. Ask for one of your own.',
  for_something_else: 'This approval is for something else. Ask for what was approved, or ask again.',
  pending: 'Nobody has decided on this approval yet. Try again when somebody has.',
  refused: 'This was refused. Ask again, with a better reason.',
  expired: 'The time of this approval is over. Ask again.',
  used: 'This approval was used already; each is good for once. Ask again.',
};

/** What errors of approvals mean over HTTP; undefined where the error is none of them. */
export function problemOfApprovalError(error: unknown): Problem | undefined {
  if (error instanceof ApprovalNotFoundError) {
    const detail = 'There is no approval with this id, or it is not yours to see.';
    return new Problem({ status: 404, code: 'approval_not_found', detail });
  }
  if (error instanceof ApprovalNotUsableError) {
    const { reason } = error;
    return new Problem({ status: 409, code: `approval_${reason}`, detail: NOT_USABLE[reason] });
  }
  if (error instanceof ApprovalOverError) {
    const { status } = error;
    return new Problem({
      status: 409,
      code: `approval_${status}`,
      detail: `This approval is ${status}: there is nothing to decide any more.`,
    });
  }
  if (error instanceof OwnRequestError) {
    return new Problem({
      status: 403,
      code: 'own_request',
      detail: 'You have asked for this yourself, or by a key you have made. Somebody else has to decide.',
    });
  }
  if (error instanceof PersonNeededError) {
    return new Problem({
      status: 403,
      code: 'person_needed',
      detail: 'A person has to decide: sign in. Keys may only ask.',
    });
  }
  if (error instanceof DecisionForbiddenError) return notAllowed(error.permission);
  if (error instanceof SubjectErasedError || isOfErasedSubject(error)) {
    return new Problem({
      status: 410,
      code: 'subject_erased',
      detail: 'The person this is about was erased; nothing of them can be read, written or shown any more.',
    });
  }
  if (isRefusedByDatabase(error)) {
    return new Problem({
      status: 409,
      code: 'approval_required',
      detail:
        'A second person is needed for this by now, or the approval was used or ran out at this moment. Ask again without approvalId.',
      cause: error,
    });
  }
  return undefined;
}
