import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CallLog, type DqeSandboxCounts, type DqeSandboxRequest } from './call-log.js';
import type { ConsentDecision } from './consent-desk.js';
import { driveConsent } from './drive-consent.js';
import { Router } from './router.js';
import { createContext, type SandboxContext } from './sandbox-context.js';
import type { DqeSandboxOptions } from './sandbox-options.js';
import { restoreState, StateWriter } from './state-file.js';

/** A running sandbox. */
export interface DqeSandbox {
  /** Where it listens, e.g. `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly licence: string;
  readonly clientSecret: string;
  readonly partnerName: string;
  /** The calls received, oldest first: at most the last 10,000, and none with `record: false`. */
  readonly requests: readonly DqeSandboxRequest[];
  /** How many calls were received, by path, whether recorded or not. */
  readonly counts: Readonly<DqeSandboxCounts>;
  /**
   * Opens a consent page and answers it, without a browser.
   * @returns the address the browser is sent to; it is not called.
   * @throws Error where the session is unknown or over.
   */
  consent(url: string, decision: ConsentDecision): Promise<string>;
  /** Makes every token expire now, and its consent session with it. */
  expireTokens(): void;
  /** Forgets calls, counts, tokens, sessions and turns, as if just started. */
  reset(): void;
  /** Stops at once, cutting connections that still wait. */
  close(): Promise<void>;
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  // `once` rejects with the error, should listening fail.
  const listening = once(server, 'listening');
  server.listen(port, host);
  await listening;
}

/** Takes the previous port where it is free, so that consent pages of before a restart are still reachable. */
async function listenAsBefore(
  server: Server,
  previous: number | undefined,
  { options }: SandboxContext,
): Promise<void> {
  if (options.port === 0 && previous !== undefined) {
    try {
      await listen(server, previous, options.host);
      return;
    } catch {
      // Somebody else has it by now; any other port will do.
    }
  }
  await listen(server, options.port, options.host);
}

function urlOf(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}

/**
 * Starts a DQE ID Mobile look-alike, for tests and demonstrations. What it knows and does is in `TESTING.md`.
 *
 * @example
 * const sandbox = await startDqeSandbox();
 * // … point a client at sandbox.url, with sandbox.licence and sandbox.clientSecret …
 * await sandbox.close();
 *
 * @throws RangeError for an option out of range, and the system's error where the port is taken.
 */
export async function startDqeSandbox(options: DqeSandboxOptions = {}): Promise<DqeSandbox> {
  const context = createContext(options);
  const { licence, clientSecret, partnerName, host, stateFile, record } = context.options;
  const log = new CallLog(record);
  let writer: StateWriter | undefined;
  const router = new Router(context, log);
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) =>
    router.handle(request, response),
  );

  const previousPort = stateFile === undefined ? undefined : restoreState(stateFile, context);
  await listenAsBefore(server, previousPort, context);
  const { port } = server.address() as AddressInfo;
  const url = urlOf(host, port);
  context.consentBase = context.options.publicUrl ?? url;
  if (stateFile !== undefined) {
    const keeper = new StateWriter(stateFile, context, port);
    writer = keeper;
    context.changed = () => keeper.touch();
    try {
      await keeper.write();
    } catch (error) {
      server.close();
      throw error;
    }
  }

  const expireTokens = () => {
    context.tokens.clear();
    context.consents.clear();
    context.changed();
  };
  return {
    ...{ url, port, licence, clientSecret, partnerName },
    requests: log.requests,
    counts: log.counts,
    consent(page, decision) {
      // By its path only: publicUrl may be a name that is not reachable from here.
      const { pathname } = new URL(page);
      return driveConsent(new URL(pathname.slice(pathname.indexOf('/operator/')), url), decision);
    },
    expireTokens,
    reset() {
      log.clear();
      context.turns.clear();
      expireTokens();
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await writer?.settled();
    },
  };
}
