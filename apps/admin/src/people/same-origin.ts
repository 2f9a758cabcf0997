import type { FastifyRequest } from 'fastify';

/** Where a browser says a request comes from; `unknown` where nobody says. */
export type Provenance = 'own' | 'foreign' | 'unknown';

/** Browsers tell the origin with everything that changes something, and no page can make them lie. */
export function provenanceOf({ headers }: FastifyRequest, ownOrigins: readonly string[]): Provenance {
  const { origin } = headers;
  if (origin !== undefined) return ownOrigins.includes(origin) ? 'own' : 'foreign';
  const site = headers['sec-fetch-site'];
  if (site === undefined) return 'unknown';
  return site === 'same-origin' ? 'own' : 'foreign';
}

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request that carries a cookie of ours may change something by it. */
export const mayUseCookie = (request: FastifyRequest, ownOrigins: readonly string[]): boolean =>
  HARMLESS.has(request.method) || provenanceOf(request, ownOrigins) === 'own';
