/** One field of a request that is wrong. Never holds the value: it may be somebody's name. */
export interface FieldProblem {
  /** Path such as `identity.birthDate`; empty for the body as a whole. */
  readonly field: string;
  /** What is wrong. */
  readonly problem: string;
  /** What would be right. */
  readonly remedy: string;
}

export interface ProblemOptions {
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** Stable, snake_case; callers branch on it. */
  readonly code: string;
  /** @default the title of the status */
  readonly title?: string;
  /** One or two sentences for people: what happened, and what to do. */
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  /** Further members of the answer, such as `matchId`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Further headers of the answer, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/** How many wrong fields one answer names. */
const MOST_ERRORS = 100;

/** An answer that is not a success, as RFC 9457 has it. Only code at the HTTP edge throws it. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: ProblemOptions) {
    super(options.detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.status = options.status;
    this.code = options.code;
    this.title = options.title ?? titleOf(options.status);
    this.errors = options.errors;
    this.extensions = options.extensions ?? {};
    this.headers = options.headers ?? {};
  }

  /** Fields of a request that are wrong. */
  static ofFields(errors: readonly FieldProblem[]): Problem {
    return new Problem({
      status: 400,
      code: 'validation_failed',
      title: 'Invalid request',
      detail:
        errors.length === 1
          ? 'One field is not as it should be.'
          : `${errors.length} fields are not as they should be.`,
      errors: errors.slice(0, MOST_ERRORS),
    });
  }

  static ofField(field: string, problem: string, remedy: string): Problem {
    return Problem.ofFields([{ field, problem, remedy }]);
  }

  /** The members of `application/problem+json`. */
  toBody(requestId: string): Record<string, unknown> {
    return {
      ...this.extensions,
      // A name, not an address: there is no page to keep alive at the other end.
      type: `urn:problem-type:idmobile:${this.code}`,
      title: this.title,
      status: this.status,
      code: this.code,
      detail: this.message,
      requestId,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  422: 'Not processable',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  502: 'No usable answer from upstream',
  503: 'Not available',
  504: 'No answer from upstream in time',
};

function titleOf(status: number): string {
  return TITLES[status] ?? (status < 500 ? 'Request refused' : 'Internal error');
}
