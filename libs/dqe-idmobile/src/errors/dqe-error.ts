import type { ErrorCategory } from './error-category.js';

/** Stable codes of everything this library throws. */
export type DqeErrorCode =
  | 'DQE_OPTIONS_INVALID'
  | 'DQE_INPUT_INVALID'
  | 'DQE_CONSENT_NOT_CONFIGURED'
  | 'DQE_TIMEOUT'
  | 'DQE_UNREACHABLE'
  | 'DQE_CONNECTION_LOST'
  | 'DQE_HTTP_STATUS'
  | 'DQE_CIRCUIT_OPEN'
  | 'DQE_BUSY'
  | 'DQE_TOKEN_REFUSED'
  | 'DQE_MALFORMED_ANSWER'
  | 'DQE_HANDLER_INVALID'
  | 'DQE_POLICY_UNUSABLE'
  | 'DQE_STORE_FAILED'
  | 'DQE_MATCH_SUPERSEDED';

/**
 * Root of every error thrown by this library.
 *
 * Safe to log as it stands: messages are made of our own words and of codes, never of a URL, a body, a number, a
 * name, a token or a secret; a `cause` is reduced to its code and class at construction.
 */
export abstract class DqeError extends Error {
  abstract readonly code: DqeErrorCode;
  abstract readonly category: ErrorCategory;
  /** Whether the same request may succeed later. It does not say that nothing was billed. */
  get retryable(): boolean {
    return this.category === 'temporary';
  }
  /** The match this error belongs to, once one was opened. */
  matchId?: string;

  constructor(message: string, cause?: unknown) {
    super(message);
    this.name = new.target.name;
    if (cause !== undefined) this.cause = redactedCause(cause);
  }
}

/** What of a foreign error is certain to hold no personal data: the code its author gave it, or its class. */
export function codeOf(cause: unknown): string {
  const { code, name } = propertiesOf(cause);
  return word(code) ?? word(name) ?? 'unknown cause';
}

const propertiesOf = (cause: unknown): { code?: unknown; name?: unknown } =>
  typeof cause === 'object' && cause !== null ? cause : {};
const word = (value: unknown) => (typeof value === 'string' && /^\w{1,64}$/.test(value) ? value : undefined);

function redactedCause(cause: unknown): Error {
  const reduced = new Error(codeOf(cause));
  reduced.name = word(propertiesOf(cause).name) ?? 'Error';
  // The stack of a foreign error may begin with its message.
  delete reduced.stack;
  return reduced;
}
