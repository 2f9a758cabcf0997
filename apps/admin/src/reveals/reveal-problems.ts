import { Problem } from '../http/problem.js';
import { RevealErasedError, RevealTargetError } from './reveal-errors.js';

/** What errors of revealing mean over HTTP; undefined where the error is none of them. */
export function problemOfRevealError(error: unknown): Problem | undefined {
  if (error instanceof RevealTargetError) {
    return new Problem({ status: 404, code: 'match_not_found', detail: 'There is no match with this id.' });
  }
  if (error instanceof RevealErasedError) {
    return new Problem({
      status: 410,
      code: 'subject_erased',
      detail: 'The person behind this match was erased. Nobody can read any more what was claimed.',
    });
  }
  return undefined;
}
