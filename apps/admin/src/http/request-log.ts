import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** `code` of the problem this request is answered with; empty when there is none. */
    problemCode: string;
  }
}

/** The pattern a request matched, never its address: that may hold names, numbers and tokens. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? '(no route)';
}

const QUIET = new Set(['/health/live', '/health/ready', '/metrics']);

/** One line per answer: method, route, status, duration, request id. No address, no header, no body, no IP. */
export function installRequestLog(fastify: FastifyInstance): void {
  fastify.decorateRequest('problemCode', '');
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    // Probes come every few seconds, and would drown what people look for.
    const level = reply.statusCode >= 500 ? 'error' : QUIET.has(route) ? 'debug' : 'info';
    fastify.log[level](
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.problemCode === '' ? {} : { code: request.problemCode }),
      },
      'request',
    );
    done();
  });
}
