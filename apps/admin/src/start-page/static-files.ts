import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { PUBLIC_FOLDER } from '../package-root.js';

const SWAGGER_UI = join(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'), '..');

/** Every static file there is, by its address. What is not listed cannot be asked for. */
const FILES: Readonly<Record<string, string>> = {
  '/': join(PUBLIC_FOLDER, 'index.html'),
  '/start.css': join(PUBLIC_FOLDER, 'start.css'),
  '/start.js': join(PUBLIC_FOLDER, 'start.js'),
  '/start-texts.js': join(PUBLIC_FOLDER, 'start-texts.js'),
  '/start-match.js': join(PUBLIC_FOLDER, 'start-match.js'),
  '/sign-in': join(PUBLIC_FOLDER, 'sign-in.html'),
  '/sign-in.css': join(PUBLIC_FOLDER, 'sign-in.css'),
  '/sign-in.js': join(PUBLIC_FOLDER, 'sign-in.js'),
  '/sign-in-texts.js': join(PUBLIC_FOLDER, 'sign-in-texts.js'),
  '/favicon.svg': join(PUBLIC_FOLDER, 'favicon.svg'),
  '/docs': join(PUBLIC_FOLDER, 'docs.html'),
  '/docs/init.js': join(PUBLIC_FOLDER, 'docs-init.js'),
  '/docs/swagger-ui.css': join(SWAGGER_UI, 'swagger-ui.css'),
  '/docs/swagger-ui-bundle.js': join(SWAGGER_UI, 'swagger-ui-bundle.js'),
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Serves them from memory. Not @fastify/static: it comes with packages that Jest cannot load on Node 20, and a
 * handful of files needs neither ranges nor folders.
 */
export function installStaticFiles(fastify: FastifyInstance): void {
  for (const [address, file] of Object.entries(FILES)) {
    const content = readFileSync(file);
    const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
    fastify.get(address, (request, reply) => {
      // Asked for again each time, and answered 304 while it is the same: a new release shows at once.
      void reply.header('cache-control', 'no-cache').header('etag', etag);
      if (request.headers['if-none-match'] === etag) {
        return reply.code(304).send();
      }
      return reply.type(TYPES[extname(file)] ?? 'application/octet-stream').send(content);
    });
  }
}
