import { request } from 'node:http';
import type { DqeSandbox } from 'nestjs-dqe-idmobile/testing';
import { API_KEY } from './admin-environment.js';
import { OpenApiContract } from './openapi-contract.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The media type, without parameters. */
  readonly type: string;
  readonly text: string;
  /** The body as JSON, undefined where it is none. */
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, without a content type of ours. */
  readonly raw?: string | Buffer;
  /** Without the API key. */
  readonly anonymous?: boolean;
  /** Another key than the bootstrap key. */
  readonly key?: string;
}

/**
 * Speaks HTTP with a running service. Every answer is held against the OpenAPI document the service publishes, so
 * whatever a suite calls, it also proves the document true.
 *
 * Not fetch: that tidies paths and headers up, and untidy ones are among what is tested.
 */
export class AdminClient {
  /** Every answer there was, for who wants to search them all. */
  readonly answers: Answer[] = [];
  private contract: Promise<OpenApiContract> | undefined;

  constructor(
    private readonly address: () => string,
    readonly sandbox: DqeSandbox,
  ) {}

  get url(): string {
    return this.address();
  }

  get(path: string, call: Call = {}): Promise<Answer> {
    return this.call('GET', path, call);
  }

  post(path: string, json: unknown, call: Call = {}): Promise<Answer> {
    return this.call('POST', path, { json, ...call });
  }

  /** `POST /api/v1/matches` */
  match(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.post('/api/v1/matches', body, { headers });
  }

  /** A match by its id, as it stands now. */
  async show(id: string): Promise<Answer['body']> {
    return (await this.get(`/api/v1/matches/${id}`)).body;
  }

  async events(id: string): Promise<Answer['body'][]> {
    return (await this.get(`/api/v1/matches/${id}/events`)).body.items;
  }

  /** Decides on the operator's page. @returns where the browser is sent, as a path of this service */
  async decide(consentUrl: string, decision: 'agree' | 'refuse'): Promise<string> {
    const { pathname, search } = new URL(await this.sandbox.consent(consentUrl, decision));
    return pathname + search;
  }

  /** The browser comes back: without a key, and not following where it is sent. */
  comeBack(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.get(path, { anonymous: true, headers });
  }

  async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    const answer = await send(this.url + path, method, call);
    this.answers.push(answer);
    this.contract ??= this.readContract();
    (await this.contract).check(method, path, answer);
    return answer;
  }

  private async readContract(): Promise<OpenApiContract> {
    const { body } = await send(`${this.url}/docs-json`, 'GET', { anonymous: true });
    return new OpenApiContract(body);
  }
}

function send(
  address: string,
  method: string,
  { headers, json, raw, anonymous, key = API_KEY }: Call,
): Promise<Answer> {
  const payload = json === undefined ? raw : JSON.stringify(json);
  const { origin, hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...{ method, hostname, port, path: address.slice(origin.length) },
        headers: {
          ...(anonymous === true ? {} : { authorization: `Bearer ${key}` }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) }),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const flat = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
          const type = (incoming.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
          resolve({
            ...{ status: incoming.statusCode ?? 0, headers: Object.fromEntries(flat), type, text },
            body: /[/+]json$/.test(type) ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    outgoing.on('error', reject).end(payload);
  });
}
