import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';
import { unknownProperty } from './validation.js';

/**
 * Reads JSON bodies, strictly as UTF-8 (RFC 8259 §8.1). Bytes that are none would become U+FFFD on the way, and a name
 * would be compared, and kept, that nobody wrote.
 *
 * Nothing at all is no body, whatever its type is said to be: clients send the header with a DELETE, too. What needs a
 * body says so itself.
 */
export function installJsonBody(fastify: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const coding = request.headers['content-encoding'];
    if (coding !== undefined && coding.toLowerCase() !== 'identity') {
      done(notPlain());
      return;
    }
    let text: string;
    try {
      text = utf8.decode(body);
    } catch {
      done(notUtf8());
      return;
    }
    if (text === '') {
      done(null, undefined);
      return;
    }
    void parse(request, text, (error, value) => {
      const name = error === null ? undefined : forbiddenIn(text);
      done(name === undefined ? error : Problem.ofFields([unknownProperty(name)]), value);
    });
  });
}

/** A name that no body may have, for what it does to objects in JavaScript; undefined where it is no JSON in the first place. */
function forbiddenIn(text: string): string | undefined {
  const names = new Set<string>();
  try {
    JSON.parse(text, (name, value: unknown) => {
      names.add(name);
      return value;
    });
  } catch {
    return undefined;
  }
  return names.has('__proto__') ? '__proto__' : 'constructor.prototype';
}

const notPlain = () =>
  new Problem({
    status: 415,
    code: 'unsupported_media_type',
    detail: 'The body may not be compressed. Send it as it is, without Content-Encoding.',
    headers: { 'accept-encoding': 'identity' },
  });

const notUtf8 = () =>
  new Problem({
    status: 400,
    code: 'malformed_json',
    detail: 'The body is not valid UTF-8. Send JSON in UTF-8.',
  });
