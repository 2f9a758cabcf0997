import { Problem } from '../http/problem.js';
import {
  AlreadyContestedError,
  MachineDecisionError,
  NoVerdictError,
  ResolutionError,
  ReviewChangedError,
  ReviewClosedError,
  ReviewedMatchNotFoundError,
  ReviewNotFoundError,
  VerdictUnchangedError,
} from './review-errors.js';

/** What errors of reviews mean over HTTP; undefined where the error is none of them. */
export function problemOfReviewError(error: unknown): Problem | undefined {
  if (error instanceof ReviewNotFoundError) {
    return problem(404, 'review_not_found', 'There is no case with this id.');
  }
  if (error instanceof ReviewedMatchNotFoundError) {
    return problem(404, 'match_not_found', 'There is no match with this id.');
  }
  if (error instanceof MachineDecisionError) {
    return problem(403, 'person_needed', 'A person has to decide: sign in. Keys may contest only.');
  }
  if (error instanceof AlreadyContestedError) {
    const { reviewId } = error;
    const detail = 'This verdict is contested already, and nobody has decided yet: see reviewId.';
    return new Problem({ status: 409, code: 'already_contested', detail, extensions: { reviewId } });
  }
  if (error instanceof ResolutionError) {
    return problem(
      409,
      'resolution_contradicts',
      error.overridden
        ? 'The verdict was overridden in this case: close it as overridden.'
        : 'The verdict was not overridden in this case: override it first, or close it as upheld or dismissed.',
    );
  }
  for (const [kind, code, detail] of CONFLICTS) if (error instanceof kind) return problem(409, code, detail);
  return undefined;
}

const CONFLICTS = [
  [NoVerdictError, 'no_verdict', 'This match has not ended with a verdict: there is nothing to decide on.'],
  [VerdictUnchangedError, 'verdict_unchanged', 'This is the verdict that stands.'],
  [
    ReviewClosedError,
    'review_closed',
    'This case is closed. A new one is opened by contesting the match again.',
  ],
  [
    ReviewChangedError,
    'review_changed',
    'Somebody else decided at the same time. Look at it, and try again.',
  ],
] as const;

const problem = (status: number, code: string, detail: string) => new Problem({ status, code, detail });
