import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { Readiness } from './health/readiness.js';

const GRACE_MS = 10_000;
const IDLE_CHECK_MS = 50;

/**
 * SIGTERM and SIGINT: not ready any more, no new connections, requests in flight finish, then exit; after 10 s
 * without waiting further. A second signal exits at once. Nest's own `enableShutdownHooks` knows neither the
 * limit nor the second signal.
 */
export function stopOnSignals(app: INestApplication, say: (line: string) => void): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) {
      process.exit(1);
    }
    stopping = true;
    app.get(Readiness).drain();
    say(`${signal}: finishing what is under way, at most ${GRACE_MS / 1000} s. Again to stop at once.`);
    setTimeout(() => {
      say('Requests were still under way; stopping without them.');
      process.exit(1);
    }, GRACE_MS).unref();
    // A connection whose last request was under way when we began is kept open for more; nothing else closes it.
    const server = app.getHttpServer() as Server;
    setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`Stopping failed: ${error instanceof Error ? error.message : 'unknown error'}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
