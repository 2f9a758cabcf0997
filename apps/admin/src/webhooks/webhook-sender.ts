import { Webhook } from 'standardwebhooks';
import { type Dispatcher, request } from 'undici';
import { VERSION } from '../package-root.js';
import { retryAfterMsOf } from './retry-after.js';
import type { WebhookClock } from './webhook-clock.js';

/** Why there was no response. */
export const ATTEMPT_ERRORS = [
  'timeout',
  'host_not_found',
  'address_not_allowed',
  'connection_refused',
  'connection_lost',
  'tls_failed',
  'malformed_response',
  'interrupted',
  'receipt_failed',
  'failed',
] as const;
export type AttemptError = (typeof ATTEMPT_ERRORS)[number];

export interface WebhookMessage {
  readonly url: string;
  /** The same for every attempt. */
  readonly id: string;
  readonly body: string;
  /** The current one, and during a rotation the one before: each signs. */
  readonly secrets: readonly string[];
}

export interface AttemptResult {
  readonly at: Date;
  readonly durationMs: number;
  readonly responseStatus: number | null;
  /** Null where there was a response. */
  readonly error: AttemptError | null;
  readonly retryAfterMs: number | null;
}

const TIMEOUT_MS = 15_000;
/** How much of a response is read, so that its connection can be used again; a longer one is cut off. */
const RESPONSE_LIMIT_BYTES = 16 * 1024;

/** Sends one message once, signed by the Standard Webhooks scheme. */
export class WebhookSender {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly clock: WebhookClock,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /**
   * Never rejects.
   * @param signal interrupts it
   */
  async send(message: WebhookMessage, signal: AbortSignal): Promise<AttemptResult> {
    const at = this.clock.now();
    const began = performance.now();
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const ended = (what: Partial<AttemptResult>): AttemptResult => ({
      ...{ at, responseStatus: null, error: null, retryAfterMs: null, ...what },
      durationMs: Math.round(performance.now() - began),
    });
    try {
      const { statusCode, headers, body } = await request(message.url, {
        method: 'POST',
        headers: headersOf(message, at),
        body: message.body,
        dispatcher: this.dispatcher,
        // Over the whole of it: single timeouts begin anew with each byte.
        signal: AbortSignal.any([signal, timeout]),
      });
      const result = ended({
        responseStatus: statusCode,
        retryAfterMs: retryAfterMsOf(headers['retry-after'], at),
      });
      // The status is all that counts; what comes after it may fail.
      await body.dump({ limit: RESPONSE_LIMIT_BYTES }).catch(() => undefined);
      return result;
    } catch (error) {
      const reason = signal.aborted ? 'interrupted' : timeout.aborted ? 'timeout' : errorOf(error);
      return ended({ error: reason });
    }
  }
}

function headersOf({ id, body, secrets }: WebhookMessage, at: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': `dqe-idmobile-admin/${VERSION}`,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

const ERRORS: readonly (readonly [code: RegExp, error: AttemptError])[] = [
  [/^address_not_allowed$/, 'address_not_allowed'],
  [/^(ENOTFOUND|EAI_\w+)$/, 'host_not_found'],
  [/^(ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/, 'timeout'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'connection_refused'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'connection_lost'],
  [/^(HTTPParserError|HPE_\w+|UND_ERR_(HEADERS_OVERFLOW|RES_\w+))$/, 'malformed_response'],
  [/^(ERR_TLS_|ERR_SSL_|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/, 'tls_failed'],
];

function errorOf(error: unknown): AttemptError {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  const said = String(code ?? name);
  return ERRORS.find(([pattern]) => pattern.test(said))?.[1] ?? 'failed';
}
