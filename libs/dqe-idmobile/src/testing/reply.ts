import { errorType } from './error-ids.js';

/** How a reply reaches the caller, where not plainly and whole. */
export type Delivery =
  /** Whole, but only after `slowMs`. */
  | 'slow'
  /** The head at once, then the body in small pieces over `slowMs`. */
  | 'trickle'
  /** The connection is cut before any byte. */
  | 'cut-before'
  /** The connection is cut in the middle of the announced body. */
  | 'cut-inside'
  /** Nothing at all, until the caller gives up. */
  | 'never';

/** What an endpoint answers. Endpoints are plain functions from parameters to a reply; delivering it is apart. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delivery?: Delivery;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const HTML_TYPE = 'text/html; charset=utf-8';
export const TEXT_TYPE = 'text/plain; charset=utf-8';

/** JSON with status 200, which is how DQE answers, errors included. */
export function jsonReply(value: unknown): Reply {
  return { status: 200, type: JSON_TYPE, body: JSON.stringify(value) };
}

/** `{status: "error", error_id, error_type}` (protocol.md §5). */
export function errorReply(errorId: string, operator?: string): Reply {
  return jsonReply({ status: 'error', error_id: errorId, error_type: errorType(errorId, operator) });
}

/** A plain-text reply, for what is refused on the level of HTTP. */
export function textReply(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, type: TEXT_TYPE, body, headers };
}

/** The HTML page a web server shows for an error of its own. */
export function htmlErrorReply(status: number, title: string): Reply {
  const body = `<!DOCTYPE html>\n<html lang="en"><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, type: HTML_TYPE, body };
}
