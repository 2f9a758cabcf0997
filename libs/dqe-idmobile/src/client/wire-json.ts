import { type DqeCall, DqeHttpStatusError, DqeMalformedAnswerError } from '../errors/dqe-errors.js';
import type { WireResponse } from './wire-response.js';

export type WireObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is WireObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses the body as a JSON object. A failed status without an error of the protocol is an HTTP error. */
export function readObject(call: DqeCall, response: WireResponse): WireObject {
  const body = parse(response.text);
  const ok = response.status >= 200 && response.status < 300;
  if (!ok && !(isObject(body) && body.status === 'error'))
    throw new DqeHttpStatusError(call, response.status, response.retryAfterMs);
  if (body === NOT_JSON) throw new DqeMalformedAnswerError(call, '(body)', 'not JSON');
  if (!isObject(body)) throw new DqeMalformedAnswerError(call, '(body)', 'not a JSON object');
  return body;
}

const NOT_JSON = Symbol('not JSON');

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return NOT_JSON;
  }
}
