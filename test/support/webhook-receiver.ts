import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { eventually } from './eventually.js';

export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `webhook-id` */
  readonly id: string;
}

type Answer = number | ((response: ServerResponse, webhook: ReceivedWebhook) => void);

/** A partner's server: takes webhooks, and answers as it is told. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** A status, or whatever one wants to do with the response. */
  answer: Answer = 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        const id = String(headers['webhook-id']);
        receiver.take({ path, headers, id, body: Buffer.concat(chunks).toString() }, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** What came to a path. */
  at(path: string): readonly ReceivedWebhook[] {
    return this.received.filter((webhook) => webhook.path === path);
  }

  /** Waits for so many at a path. */
  async until(path: string, count: number, withinMs?: number): Promise<readonly ReceivedWebhook[]> {
    return eventually(
      () => Promise.resolve(this.at(path)),
      ({ length }) => length >= count,
      withinMs,
    );
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private take(webhook: ReceivedWebhook, response: ServerResponse): void {
    this.received.push(webhook);
    if (typeof this.answer === 'function') this.answer(response, webhook);
    else response.writeHead(this.answer).end();
  }
}

/** Verifies as the README tells partners to. @throws where the signature is not of this secret */
export const verified = ({ body, headers }: ReceivedWebhook, secret: string) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
