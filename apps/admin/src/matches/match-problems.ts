import {
  DqeCallError,
  DqeConsentNotConfiguredError,
  DqeMatchSupersededError,
  DqeStoreError,
  DqeValidationError,
} from 'nestjs-dqe-idmobile';
import { type FieldProblem, Problem } from '../http/problem.js';

/** What the library's errors mean over HTTP; undefined where the error is not the library's. */
export function problemOfDqeError(error: unknown): Problem | undefined {
  if (error instanceof DqeValidationError) return Problem.ofFields(error.problems.map(atRoot));
  if (error instanceof DqeCallError) {
    return noAnswer({ id: error.code, type: error.message }, error.matchId, error);
  }
  if (error instanceof DqeStoreError) {
    return new Problem({
      status: 503,
      code: 'store_failed',
      detail:
        'The outcome of the match could not be stored yet; it will be as soon as the database works again. Look at the match before repeating it: it may have been billed.',
      extensions: { matchId: error.matchId },
      cause: error,
    });
  }
  if (error instanceof DqeMatchSupersededError) {
    return new Problem({
      status: 409,
      code: 'match_superseded',
      detail: 'The match had already ended otherwise; the first outcome stands.',
      extensions: { matchId: error.matchId },
    });
  }
  if (error instanceof DqeConsentNotConfiguredError) {
    return new Problem({ status: 422, code: 'consent_not_configured', detail: error.message });
  }
  return undefined;
}

/** What the library calls (request) is the body here, and the path of the body is empty. */
const atRoot = (problem: FieldProblem): FieldProblem =>
  problem.field === '(request)' ? { ...problem, field: '' } : problem;

/** Codes of the errors for which a match had no answer, as kept in `error.id`. */
const CODES: Readonly<Record<string, readonly [status: number, code: string]>> = {
  DQE_TIMEOUT: [504, 'dqe_timeout'],
  DQE_UNREACHABLE: [502, 'dqe_unreachable'],
  DQE_CONNECTION_LOST: [502, 'dqe_connection_lost'],
  DQE_HTTP_STATUS: [502, 'dqe_http_status'],
  DQE_TOKEN_REFUSED: [502, 'dqe_token_refused'],
  DQE_MALFORMED_ANSWER: [502, 'dqe_malformed_answer'],
  DQE_PROCESS_LOST: [502, 'outcome_unknown'],
  DQE_CIRCUIT_OPEN: [503, 'dqe_circuit_open'],
  DQE_BUSY: [503, 'dqe_busy'],
  DQE_NOT_SENT: [503, 'dqe_not_sent'],
};

/** A key belongs to its match, which has ended; a later attempt is another one. */
const NOT_SENT = 'Nothing was billed. Try again later, with a new Idempotency-Key where you send one.';

/** Whether a match with this error was answered by a problem when it was made. */
export const hadNoAnswer = (errorId: string): boolean => Object.hasOwn(CODES, errorId);

/**
 * No usable answer of DQE: said in the same words at once, and when an Idempotency-Key brings it up again.
 *
 * @param cause what was thrown, where it was just thrown: for the log, and for `Retry-After` of a 503, whose match was
 *   not even sent; anything else is not for a client to repeat unread
 */
export function noAnswer(
  error: { id: string; type: string },
  matchId: string | undefined,
  cause?: DqeCallError,
): Problem {
  const [status, code] = CODES[error.id] ?? [502, 'dqe_failed'];
  const detail = status === 503 ? `${error.type} ${NOT_SENT}` : error.type;
  const retryAfterMs = status === 503 ? (cause?.retryAfterMs ?? null) : null;
  const headers: Record<string, string> =
    retryAfterMs === null ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  return new Problem({ status, code, detail, extensions: { matchId }, headers, cause });
}
