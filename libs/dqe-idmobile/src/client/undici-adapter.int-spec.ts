import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { HttpService } from '@nestjs/axios';
import { AxiosError, type AxiosRequestConfig } from 'axios';
import { Agent } from 'undici';

import { optionsWith } from '../../../../test/support/dqe-calls.js';
import { DqeDispatcher } from './dispatcher.provider.js';
import { httpProvider } from './http.provider.js';
import { ANSWER_TOO_LARGE, EXCHANGE_ENDED, type UndiciRequestConfig } from './undici-adapter.js';

let server: Server;
let url: string;
let agent: Agent;
let answer: RequestListener;
const seen: IncomingMessage[] = [];

beforeEach(async () => {
  seen.length = 0;
  server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/IDMOBILE/?a=%20b`;
  agent = new Agent({ connections: 1 });
});
afterEach(async () => {
  await agent.destroy();
  server.closeAllConnections();
  server.close();
});

function open(): HttpService {
  const options = optionsWith({ dispatcher: agent, maxAnswerBytes: 1_024 });
  return httpProvider.useFactory(new DqeDispatcher(options), options) as HttpService;
}
const ask = (more: AxiosRequestConfig & UndiciRequestConfig = {}, http = open()) =>
  http.axiosRef.request<string>({ method: 'GET', url, ...more });
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error as { code?: string }).code,
  );

describe('a request', () => {
  it.each(['GET', 'POST'] as const)('by %s says what it is, and nothing of who asks', async (method) => {
    let body = '';
    answer = (request, response) => {
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end('{}'));
    };
    await ask({ method, ...(method === 'POST' && { data: 'a=%20b' }) });
    expect(body).toBe(method === 'POST' ? 'a=%20b' : '');
    expect(seen[0]).toMatchObject({ method, url: '/IDMOBILE/?a=%20b' });
    expect(seen[0]?.headers).toEqual({
      ...{ host: new URL(url).host, connection: 'keep-alive', accept: 'application/json' },
      ...(method === 'POST' && {
        ...{ 'content-type': 'application/x-www-form-urlencoded', 'content-length': '6' },
      }),
    });
  });

  it('goes through the interceptors of HttpService, and so does its answer', async () => {
    answer = (_request, response) => response.setHeader('X-Trace', 't1').end('{}');
    const http = open();
    http.axiosRef.interceptors.request.use((config) => {
      config.headers.set({ 'X-Partner': 'p', Accept: 'text/plain' });
      return config;
    });
    http.axiosRef.interceptors.response.use((response) => ({
      ...response,
      data: `${response.data as string} for ${response.headers['x-trace'] as string}`,
    }));
    const { data } = await ask({}, http);
    expect(data).toBe('{} for t1');
    expect(seen[0]?.headers).toMatchObject({ 'x-partner': 'p', accept: 'text/plain' });
  });

  it('can be made by the Observables of HttpService', async () => {
    answer = (_request, response) => response.end('{"a":1}');
    const data = await new Promise((resolve, reject) =>
      open()
        .get<string>(url)
        .subscribe({ next: (response) => resolve(response.data), error: reject }),
    );
    expect(data).toBe('{"a":1}');
  });
});

describe('an answer', () => {
  it('is whole text, however it is cut into pieces', async () => {
    const bytes = Buffer.from('{"a":"é👩‍🚀"}');
    let pieces = [...bytes];
    answer = (_request, response) => {
      const [byte, ...rest] = pieces;
      pieces = rest;
      if (byte === undefined) response.end();
      else response.write(Buffer.of(byte), () => answer(_request, response));
    };
    expect((await ask()).data).toBe(bytes.toString());
  });

  it('is an answer whatever its status, and after whatever hints', async () => {
    answer = (_request, response) =>
      response.writeEarlyHints({ link: '</a>; rel=preload' }, () => response.writeHead(503).end('down'));
    expect(await ask()).toMatchObject({ status: 503, data: 'down' });
  });

  it('is an error of axios’s where somebody asks for it', async () => {
    answer = (_request, response) => response.writeHead(404).end('not here');
    await expect(ask({ validateStatus: (status) => status === 200 })).rejects.toMatchObject({
      response: { status: 404, data: 'not here' },
    });
  });

  it.each([
    [1_024, 'answered'],
    [1_025, ANSWER_TOO_LARGE],
  ])('of %i bytes is: %s', async (size, code) => {
    answer = (_request, response) => response.end('x'.repeat(size));
    expect(await codeOf(ask())).toBe(code);
  });
});

describe('an exchange ends', () => {
  const closed = () => new Promise((resolve) => seen[0]?.socket.once('close', resolve));

  it('with its time, and with it the connection', async () => {
    answer = (_request, response) => response.write('{');
    expect(await codeOf(ask({ endsAt: performance.now() + 50 }))).toBe(EXCHANGE_ENDED);
    await closed();
  });

  it('when whoever asked no longer wants it', async () => {
    const caller = new AbortController();
    answer = () => caller.abort();
    expect(await codeOf(ask({ signal: caller.signal }))).toBe(AxiosError.ERR_CANCELED);
    await closed();
  });

  it('with its time while it waits for a connection, and is never written then', async () => {
    let finish = () => undefined as unknown;
    answer = (_request, response) => (finish = () => response.end('{}'));
    const http = open();
    let sent = 0;
    const onSent = () => (sent += 1);
    const first = ask({ onSent }, http);
    expect(await codeOf(ask({ onSent, endsAt: performance.now() + 20 }, http))).toBe(EXCHANGE_ENDED);
    finish();
    await first;
    answer = (_request, response) => response.end('{}');
    await ask({ onSent }, http);
    expect({ sent, seen: seen.length }).toEqual({ sent: 2, seen: 2 });
  });
});
