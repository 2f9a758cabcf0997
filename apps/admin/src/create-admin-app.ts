import type { IncomingMessage } from 'node:http';
import type { ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { DestinationStream, Logger } from 'pino';
import { AdminModule } from './admin.module.js';
import type { AdminConfig } from './config/admin-config.js';
import { AdminConfigModule } from './config/admin-config.module.js';
import { answerParserError, answerRouterError } from './http/early-errors.js';
import { installJsonBody } from './http/json-body.js';
import { createLogger } from './http/logger.js';
import { NestLogger } from './http/nest-logger.js';
import { installRequestContext, requestIdFrom } from './http/request-context.js';
import { installRequestLog } from './http/request-log.js';
import { installSecurityHeaders } from './http/security-headers.js';
import { dropUnusedConnectionsAtClose } from './http/unused-connections.js';
import { installOpenApi } from './openapi/install-openapi.js';
import { installStaticFiles } from './dashboard/static-files.js';

const BODY_LIMIT_BYTES = 64 * 1024;
/** Longest a request may take to arrive whole. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface AdminAppOptions {
  /** The variables; nothing else of the environment is looked at. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A file of further variables, read when it exists. */
  readonly envFile?: string;
  /** Modules beside those of the service; tests add routes this way. */
  readonly modules?: NonNullable<ModuleMetadata['imports']>;
  /** Log for people instead of JSON; production logs JSON anyway. */
  readonly prettyLog?: boolean;
  /** @default standard output */
  readonly logDestination?: DestinationStream;
  /** What keys expire by. @default the system's */
  readonly clock?: Clock;
}

/**
 * The whole service, short of listening: call `listen()`, or `init()` in tests.
 * @throws ConfigurationError naming every mistake in the environment
 */
export async function createAdminApp(options: AdminAppOptions): Promise<NestFastifyApplication> {
  const configuration = await AdminConfigModule.forRoot({ env: options.env, envFile: options.envFile });
  const { config } = configuration;
  const logger = await createLogger({
    level: config.logLevel,
    pretty: options.prettyLog === true && !config.production,
    destination: options.logDestination,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AdminModule.forRoot(configuration, options.modules, options.clock),
    createAdapter(logger, config),
    // bodyParser: Fastify's own JSON parser is enough, and forms are not accepted.
    { logger: new NestLogger(logger), abortOnError: false, bodyParser: false },
  );
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.removeContentTypeParser('text/plain');
  installJsonBody(fastify);
  installRequestContext(fastify);
  installRequestLog(fastify);
  dropUnusedConnectionsAtClose(fastify);
  await installSecurityHeaders(app, { https: config.publicUrl?.startsWith('https:') === true });
  installStaticFiles(fastify);
  installOpenApi(app);
  return app;
}

function createAdapter(logger: Logger, { trustProxy }: AdminConfig): FastifyAdapter {
  return new FastifyAdapter({
    // By the address everybody is counted by; a proxy that is not trusted is one caller.
    trustProxy: trustedBy(trustProxy),
    loggerInstance: logger,
    // Fastify's own lines hold addresses with their queries; installRequestLog writes ours.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    // A request that never ends would hold a connection, and the shutdown, for ever.
    requestTimeout: REQUEST_TIMEOUT_MS,
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => requestIdFrom(request.headers),
    // During shutdown, a request on a connection that is still open is served; then the connection closes.
    return503OnClosing: false,
    frameworkErrors: answerRouterError,
    clientErrorHandler: answerParserError,
  });
}

const trustedBy = (proxies: AdminConfig['trustProxy']) => {
  if (typeof proxies === 'number') return (_address: string, hop: number) => hop < proxies;
  return proxies === undefined ? false : [...proxies];
};
