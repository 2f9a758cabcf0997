import { DqeError } from './dqe-error.js';
import type { ErrorCategory } from './error-category.js';

/** One thing that is wrong with an input or an option. Never holds the offending value. */
export interface FieldProblem {
  /** Path of the field, e.g. `identity.birthDate`. */
  readonly field: string;
  readonly problem: string;
  /** What would be right. */
  readonly remedy: string;
}

const listed = (problems: readonly FieldProblem[]) =>
  problems.map(({ field, problem, remedy }) => `${field}: ${problem}; ${remedy}`).join('\n  ');

/** The module was given options it cannot work with. Thrown at boot; `problems` names every mistake. */
export class DqeOptionsError extends DqeError {
  override readonly code = 'DQE_OPTIONS_INVALID';
  override readonly category = 'configuration';
  constructor(readonly problems: readonly FieldProblem[]) {
    super(`DqeIdmobileModule cannot start with these options:\n  ${listed(problems)}`);
  }
}

/** A handler of notices sits where it could not be called. Thrown at boot; `problems` names every such handler. */
export class DqeNoticeHandlerError extends DqeError {
  override readonly code = 'DQE_HANDLER_INVALID';
  override readonly category = 'configuration';
  constructor(readonly problems: readonly FieldProblem[]) {
    super(`These handlers cannot be told of matches:\n  ${listed(problems)}`);
  }
}

/** The caller's input was refused before anything was sent or stored. */
export class DqeValidationError extends DqeError {
  override readonly code = 'DQE_INPUT_INVALID';
  override readonly category = 'caller';
  constructor(readonly problems: readonly FieldProblem[]) {
    super(`The match request was refused:\n  ${listed(problems)}`);
  }
}

/** Consent was asked for, but the module has no `redirectUri` to come back to. */
export class DqeConsentNotConfiguredError extends DqeError {
  override readonly code = 'DQE_CONSENT_NOT_CONFIGURED';
  override readonly category = 'configuration';
  constructor() {
    super('A match with consent needs the option redirectUri: the URL of your callback route.');
  }
}

/** The option `policy` is a function, and has given no policy that could be judged by: nothing was stored or sent. */
export class DqePolicyError extends DqeError {
  override readonly code = 'DQE_POLICY_UNUSABLE';
  override readonly category: ErrorCategory;
  /** @param problems what is wrong with what it gave; empty where it gave nothing, but failed */
  constructor(
    readonly problems: readonly FieldProblem[],
    cause?: unknown,
  ) {
    super(
      problems.length === 0
        ? 'The policy in force could not be read.'
        : `The policy in force cannot be judged by:\n  ${listed(problems)}`,
      cause,
    );
    this.category = problems.length === 0 ? 'temporary' : 'configuration';
  }
}

/** Which of the three calls of the protocol failed. */
export type DqeCall = 'token' | 'matching' | 'retrieval';

/** A call got no usable answer. */
export abstract class DqeCallError extends DqeError {
  constructor(
    readonly call: DqeCall,
    /** Whether the request, or part of it, was written to the connection: DQE may have acted on it. */
    readonly sent: boolean,
    message: string,
    cause?: unknown,
    /** Milliseconds after which it is worth another try, where the server or our own limits say so. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message, cause);
  }
}

/** No complete answer within the time allowed. */
export class DqeTimeoutError extends DqeCallError {
  override readonly code = 'DQE_TIMEOUT';
  override readonly category = 'temporary';
  constructor(call: DqeCall, sent: boolean, timeoutMs: number) {
    super(call, sent, `DQE did not answer the ${call} call within ${timeoutMs} ms.`);
  }
}

/** No connection could be made, so nothing was sent. */
export class DqeUnreachableError extends DqeCallError {
  override readonly code = 'DQE_UNREACHABLE';
  override readonly category = 'temporary';
  constructor(call: DqeCall, cause: unknown) {
    super(call, false, `DQE could not be reached for the ${call} call; nothing was sent.`, cause);
  }
}

/** The connection broke after the request was written and before the answer was complete. */
export class DqeConnectionLostError extends DqeCallError {
  override readonly code = 'DQE_CONNECTION_LOST';
  override readonly category = 'temporary';
  constructor(call: DqeCall, cause: unknown) {
    super(call, true, `The connection to DQE broke during the ${call} call.`, cause);
  }
}

/** DQE, or something in front of it, answered with an HTTP status and no body of the protocol. */
export class DqeHttpStatusError extends DqeCallError {
  override readonly code = 'DQE_HTTP_STATUS';
  override readonly category: ErrorCategory;
  constructor(
    call: DqeCall,
    readonly status: number,
    retryAfterMs: number | null = null,
  ) {
    super(call, true, `DQE answered the ${call} call with HTTP ${status}.`, undefined, retryAfterMs);
    this.category = status >= 500 || status === 429 || status === 408 ? 'temporary' : 'protocol';
  }
}

/** The token call was refused by HTTP 400, which names no error id (protocol.md §2). */
export class DqeTokenRefusedError extends DqeCallError {
  override readonly code = 'DQE_TOKEN_REFUSED';
  override readonly category = 'configuration';
  constructor() {
    super('token', true, 'DQE refused the token call (HTTP 400): check licence and clientSecret.');
  }
}

/** The server has been down of late, so it was not asked: nothing was sent, and nothing billed. */
export class DqeCircuitOpenError extends DqeCallError {
  override readonly code = 'DQE_CIRCUIT_OPEN';
  override readonly category = 'temporary';
  constructor(call: DqeCall, retryAfterMs: number) {
    super(call, false, `DQE has been down of late: the ${call} call was not sent.`, undefined, retryAfterMs);
  }
}

/** As many calls are under way and waiting as may be: nothing was sent, and nothing billed. */
export class DqeBusyError extends DqeCallError {
  override readonly code = 'DQE_BUSY';
  override readonly category = 'temporary';
  constructor(call: DqeCall) {
    const message = `Too many calls to DQE are under way or waiting: the ${call} call was not sent.`;
    super(call, false, message, undefined, BUSY_RETRY_AFTER_MS);
  }
}

/** A guess: places are left within the time of an answer. */
const BUSY_RETRY_AFTER_MS = 1_000;

/** The answer is not one of the documented shapes. It is reported, never repaired. */
export class DqeMalformedAnswerError extends DqeCallError {
  override readonly code = 'DQE_MALFORMED_ANSWER';
  override readonly category = 'protocol';
  constructor(
    call: DqeCall,
    /** Where the answer departs from the documentation, e.g. `address.postal_code`. */
    readonly path: string,
    readonly problem: string,
  ) {
    super(call, true, `DQE's answer to the ${call} call is malformed at ${path}: ${problem}.`);
  }
}

/** The store failed when the outcome was there: the match stays where it was. */
export class DqeStoreError extends DqeError {
  override readonly code = 'DQE_STORE_FAILED';
  override readonly category = 'temporary';
  constructor(matchId: string, cause: unknown) {
    super('The outcome of the match could not be stored.', cause);
    this.matchId = matchId;
  }
}

/** The outcome came too late: the match had already ended otherwise. The stored outcome stands. */
export class DqeMatchSupersededError extends DqeError {
  override readonly code = 'DQE_MATCH_SUPERSEDED';
  override readonly category = 'temporary';
  constructor(matchId: string) {
    super('The match had already ended when its answer was stored; the first outcome stands.');
    this.matchId = matchId;
  }
}
