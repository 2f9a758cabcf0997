import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const SELF_ONLY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

/** The policy of every answer; a page may name more than itself, where it has to. */
export const contentSecurityPolicy = (more: Partial<Record<keyof typeof SELF_ONLY, string[]>> = {}) => ({
  useDefaults: false,
  directives: { ...SELF_ONLY, ...more },
});

/** Strict headers on every answer, errors included. */
export async function installSecurityHeaders(
  app: NestFastifyApplication,
  options: { readonly https: boolean },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: contentSecurityPolicy(),
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    // A browser would remember it for the host, and localhost is shared by everything on a machine.
    strictTransportSecurity: options.https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (_request, reply, payload, done) => {
      // Answers hold personal data; static files bring a header of their own.
      if (!reply.hasHeader('cache-control')) {
        reply.header('cache-control', 'no-store');
      }
      done(null, payload);
    });
}
