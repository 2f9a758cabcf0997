import { Agent, request } from 'node:http';
import { API_KEY } from '../support/admin-environment.js';

export interface Reply {
  readonly status: number;
  readonly location: string | undefined;
  /** Name and value of what a browser is to keep. */
  readonly cookie?: string | undefined;
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows
}

/** No answer within this is a hang, and no fault makes that right. */
const HANGS_AFTER_MS = 90_000;

/**
 * Calls a service that may die at any moment. Lighter than AdminClient, which holds every answer against OpenAPI and
 * keeps it: here are tens of thousands.
 */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });
  /** Calls that had no answer for far too long. */
  readonly hung: string[] = [];

  /** @returns null where the connection broke, or there was none: what was done, nobody knows */
  call(
    method: 'GET' | 'POST',
    url: string,
    json?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply | null> {
    const payload = json === undefined ? '' : JSON.stringify(json);
    return new Promise((resolve) => {
      const outgoing = request(
        url,
        {
          ...{ method, agent: this.agent, timeout: HANGS_AFTER_MS },
          headers: {
            authorization: `Bearer ${API_KEY}`,
            ...(payload === ''
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
            ...headers,
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => resolve(null));
          incoming.on('end', () => {
            if (!incoming.complete) {
              resolve(null);
              return;
            }
            const text = Buffer.concat(chunks).toString();
            const isJson = /json/.test(incoming.headers['content-type'] ?? '');
            const { location, 'set-cookie': cookies } = incoming.headers;
            const cookie = cookies?.[0]?.split(';')[0];
            const body = isJson && text !== '' ? JSON.parse(text) : undefined;
            resolve({ status: incoming.statusCode ?? 0, location, cookie, text, body });
          });
        },
      );
      outgoing.on('timeout', () => {
        this.hung.push(`${method} ${new URL(url).pathname}`);
        outgoing.destroy();
      });
      outgoing.on('error', () => resolve(null)).end(payload);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
