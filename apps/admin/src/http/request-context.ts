import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** What is known of the request at hand, anywhere below its handler. */
export interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The id of the request at hand; undefined outside a request, such as in a job. */
export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}

/** UUID, ULID, or the 32 hexadecimal digits of a W3C trace. */
const GENERATED =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-7][0-9a-hjkmnp-tv-z]{25}|[0-9a-f]{32})$/i;

/** Takes the caller's id where it was generated; makes one otherwise: it is kept, and anything else may be a number or a name. */
export function requestIdFrom(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && GENERATED.test(given) ? given : randomUUID();
}

/** Gives every answer its `X-Request-Id`, and everything below the handler its {@link RequestContext}. */
export function installRequestContext(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    storage.run({ requestId: request.id }, done);
  });
  // Reading a body continues from the socket's context, so the handler has to be led back into ours.
  fastify.addHook('preValidation', (request, _reply, done) => {
    storage.run({ requestId: request.id }, done);
  });
}
