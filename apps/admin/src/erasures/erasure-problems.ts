import { Problem } from '../http/problem.js';
import type { ErasureRefusal } from './erasure.js';
import { CaseReferenceError, ErasureNotFoundError, ErasureRefusedError } from './erasure-errors.js';

/** What errors of erasures mean over HTTP; undefined where the error is none of them. */
export function problemOfErasureError(error: unknown): Problem | undefined {
  if (error instanceof ErasureNotFoundError) {
    return new Problem({
      status: 404,
      code: 'erasure_not_found',
      detail: 'There is no erasure with this id.',
    });
  }
  if (error instanceof ErasureRefusedError) {
    const { id, refusals } = error.erasure;
    return new Problem({
      ...{ status: 409, code: 'erasure_refused' },
      detail: `Nothing was erased. ${refusals.map(sentenceOf).join(' ')}`,
      extensions: { erasureId: id, refusals },
    });
  }
  if (error instanceof CaseReferenceError) {
    return Problem.ofField(
      'caseReference',
      'holds digits of the number, and stays when the number is gone',
      'Send the number of the case, or leave it out.',
    );
  }
  return undefined;
}

function sentenceOf({ kind, ground, until }: ErasureRefusal): string {
  switch (kind) {
    case 'hold':
      return until === null
        ? 'A legal hold stands until it is released.'
        : `A legal hold stands until ${until}.`;
    case 'duty':
      return until === null
        ? `The law demands that it is kept (${ground ?? ''}), and the end of the relationship is not recorded.`
        : `The law demands that it is kept (${ground ?? ''}): try again after ${until}.`;
    case 'open_match':
      return until === null
        ? 'A match has not ended yet: try again in a few minutes.'
        : `A match has not ended yet: try again after ${until}.`;
    case 'probing':
      return until === null
        ? 'The number is being guarded against guessing: try again when that has ended, or have a person close its case as dismissed.'
        : `The number is being guarded against guessing: try again after ${until}, or close its case as dismissed.`;
    case 'other_application':
      return 'Data of this person is held that is not of this application: a person or the bootstrap key has to ask.';
  }
}
