import { TransparencyLogError } from 'transparency-log';
import { Problem } from '../../http/problem.js';
import { NoSuchTreeError } from './evidence.service.js';

/** What is wrong with the log, or with what was asked of it, over HTTP. */
export function problemOfEvidence(error: unknown): Problem | undefined {
  if (error instanceof NoSuchTreeError) {
    const { field, size } = error;
    return Problem.ofField(field, 'is larger than the log', `Send at most ${size}, the size of the log now.`);
  }
  if (error instanceof TransparencyLogError) {
    return new Problem({
      status: 503,
      code: 'evidence_damaged',
      detail:
        'The stored hashes do not give the signed checkpoint, so nothing is proved by them. Whoever runs the service has to look at it.',
      cause: error,
    });
  }
  return undefined;
}

export const noCheckpoint = () =>
  new Problem({
    status: 404,
    code: 'checkpoint_not_found',
    detail:
      'There is no checkpoint of this size. Not every size has one; without `size` you get the latest, as soon as there is one.',
  });

export const noMatch = () =>
  new Problem({ status: 404, code: 'match_not_found', detail: 'There is no match with this id.' });
