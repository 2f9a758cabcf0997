import { HttpException, NotFoundException } from '@nestjs/common';
import { Problem } from './problem.js';

/** What Fastify throws before a handler runs. */
const FASTIFY: Readonly<Record<string, { status: number; code: string; detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body_too_large',
    detail: 'The body is larger than 64 KiB.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported_media_type',
    detail: 'The body has to be JSON: send Content-Type: application/json.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'malformed_json',
    detail: 'The body is not valid JSON.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'malformed_request',
    detail: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'malformed_url',
    detail: 'The address holds a broken percent escape.',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'url_too_long',
    detail: 'A part of the address is too long.',
  },
};

const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  409: 'conflict',
  410: 'gone',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  422: 'unprocessable',
  429: 'rate_limited',
  503: 'unavailable',
};

/** Whatever was thrown, as an answer; undefined when it is nobody's fault but ours. */
export function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) {
    return error;
  }
  return fromFastify(error) ?? (error instanceof HttpException ? fromNest(error) : undefined);
}

/** Stands for an error that callers learn nothing of. */
export function internalError(cause: unknown): Problem {
  return new Problem({
    status: 500,
    code: 'internal_error',
    detail: 'Something went wrong on our side. The request id finds it in the log.',
    cause,
  });
}

function fromFastify(error: unknown): Problem | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  const known = typeof code === 'string' ? FASTIFY[code] : undefined;
  return known && new Problem({ ...known, cause: error });
}

function fromNest(error: HttpException): Problem | undefined {
  // Nest wraps what Fastify throws.
  const fastify = fromFastify(error.cause);
  if (fastify) {
    return fastify;
  }
  const status = error.getStatus();
  if (status >= 500 && status !== 503) {
    return undefined;
  }
  const code = CODES[status] ?? (status < 500 ? 'bad_request' : 'unavailable');
  return new Problem({ status, code, detail: detailOf(error), cause: error });
}

function detailOf(error: HttpException): string {
  // The router's own message quotes the address with its query, which may hold personal data.
  if (error instanceof NotFoundException && error.message.startsWith('Cannot ')) {
    return 'There is nothing at this address with this method. /docs lists what there is.';
  }
  return error.message;
}
