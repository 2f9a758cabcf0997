import type { FastifyInstance } from 'fastify';
import { contentSecurityPolicy } from '../http/security-headers.js';
import { dashboardFiles } from './dashboard-files.js';
import { pageFiles } from './page-files.js';
import { hasTag, type ServedFile } from './served-file.js';

/** Asked for again each time, and answered 304 while it is the same: a new release shows at once. */
const ASK_AGAIN = 'no-cache';
/** Its name has a hash of its content: another content has another name. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Styles of the dashboard are put into style elements that are empty, by the script: this is the hash of nothing, so
 * that an element with anything in it goes on being refused.
 */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * Serves every static file there is, from memory; what is not listed cannot be asked for. Not @fastify/static: it comes
 * with packages that Jest cannot load on Node 20, and files in memory need neither ranges nor folders.
 */
export function installStaticFiles(fastify: FastifyInstance): void {
  for (const file of [...pageFiles(), ...dashboardFiles()]) serve(fastify, file);
}

function serve(fastify: FastifyInstance, file: ServedFile): void {
  const helmet = file.stylesByScript
    ? { contentSecurityPolicy: contentSecurityPolicy({ styleSrc: ["'self'", EMPTY_STYLE] }) }
    : {};
  fastify.get(file.address, { helmet }, (request, reply) => {
    const { content, encoding, etag } = file.variantFor(request.headers['accept-encoding']);
    void reply.header('cache-control', file.hashed ? FOR_EVER : ASK_AGAIN).header('etag', etag);
    void reply.header('vary', 'accept-encoding');
    if (hasTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
    if (encoding !== null) void reply.header('content-encoding', encoding);
    return reply.type(file.type).send(content);
  });
}
