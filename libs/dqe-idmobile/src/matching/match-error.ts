import type { ErrorAnswer } from '../client/wire-answer.js';
import { categoryOf, meaningOf } from '../errors/dqe-error-ids.js';
import type { DqeError } from '../errors/dqe-error.js';
import type { MatchError } from './match.js';

/** An error answer of DQE, with what is known of its id. */
export function errorOfAnswer({ errorId, errorType }: ErrorAnswer): MatchError {
  const category = categoryOf(errorId);
  const type = errorType === '' ? (meaningOf(errorId)?.label ?? 'unknown error') : errorType;
  return { id: errorId, type, retryable: category === 'temporary', category };
}

/** An error of ours, as it is kept with the match. */
export const errorOfFailure = (error: DqeError): MatchError => ({
  id: error.code,
  type: error.message,
  retryable: error.retryable,
  category: error.category,
});

/** DQE asks for a consent that this request did not offer: nobody could bring its outcome back. */
export const CONSENT_NOT_OFFERED: MatchError = Object.freeze<MatchError>({
  id: 'DQE_CONSENT_NOT_OFFERED',
  type: 'the operator asks for the customer’s consent; repeat the match with consent',
  retryable: false,
  category: 'caller',
});

/** The process that sent the match is gone: whether DQE answered, nobody knows. */
export const PROCESS_LOST: MatchError = Object.freeze<MatchError>({
  id: 'DQE_PROCESS_LOST',
  type: 'the process that made the match ended before its outcome was stored',
  retryable: false,
  category: 'temporary',
});

/** The store recorded the match and could not say so; without its word, nothing was sent. */
export const NOT_SENT: MatchError = Object.freeze<MatchError>({
  id: 'DQE_NOT_SENT',
  type: 'the store failed while the match was recorded; nothing was sent',
  retryable: true,
  category: 'temporary',
});
