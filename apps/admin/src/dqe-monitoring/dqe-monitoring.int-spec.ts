import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { ADMIN_FEATURES } from '../admin-features.js';
import { createAdminApp } from '../create-admin-app.js';

const KEY = 'a-key-for-these-tests';
const TOKEN = '{"access_token":"TOK1","token_type":"Bearer","expires_in":"300"}';
const SCORES = '{"family_name":1.0,"given_name":1.0,"birthdate":1.0}';
const MATCH = { number: '0612345678', identity: { lastName: 'Curie', birthDate: '1985-04-12' } };

/** What stands where DQE should: its token desk works, and its answers to matches are the test's. */
class FakeDqe {
  answer: (response: ServerResponse) => void = (response) => response.end(SCORES);
  readonly asked: string[] = [];
  private readonly server = createServer(((incoming, response) => {
    const path = (incoming.url ?? '').split('?')[0] ?? '';
    this.asked.push(path);
    if (path === '/ACCESS_TOKEN/') response.end(TOKEN);
    else this.answer(response);
  }) satisfies RequestListener);

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

describe('what stands between the service and DQE', () => {
  let dataDir: string;
  let dqe: FakeDqe;
  let app: NestFastifyApplication;
  let log = '';

  const boot = async (more: Record<string, string> = {}) => {
    const logDestination = new PassThrough();
    logDestination.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const env = {
      ...{ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY, RATE_LIMIT: '0' },
      ...{
        DQE_BASE_URL: await dqe.listen(),
        DQE_LICENCE: 'L',
        DQE_CLIENT_SECRET: 'S',
        DQE_PARTNER_NAME: 'P',
      },
      ...more,
    };
    app = await createAdminApp({ env, modules: ADMIN_FEATURES, logDestination });
    await app.listen(0, '127.0.0.1');
  };
  const get = (path: string) => request(app.getHttpServer()).get(path).set('authorization', `Bearer ${KEY}`);
  const match = (key?: string) => {
    const asked = request(app.getHttpServer())
      .post('/api/v1/matches')
      .set('authorization', `Bearer ${KEY}`)
      .send(MATCH);
    return key === undefined ? asked : asked.set('idempotency-key', key);
  };
  const metrics = async () => (await get('/metrics').expect(200)).text;

  beforeEach(async () => {
    log = '';
    dataDir = await mkdtemp(join(tmpdir(), 'admin-dqe-'));
    dqe = new FakeDqe();
  });
  afterEach(async () => {
    await app.close();
    await dqe.close();
    await rm(dataDir, { recursive: true });
  });

  it('shows calls, matches and the token', async () => {
    await boot();
    expect(await metrics()).not.toMatch(/^dqe_token_age_seconds /m);
    await match().expect(201);
    dqe.answer = (response) => response.end('{"status":"error","error_id":"13","error_type":"x"}');
    await match().expect(201);
    dqe.answer = (response) => response.end('{"status":"error","error_id":"zz9","error_type":"x"}');
    await match().expect(201);
    const text = await metrics();
    expect(text).toContain('dqe_calls_total{call="token",outcome="ok"} 1');
    expect(text).toContain('dqe_calls_total{call="matching",outcome="ok"} 1');
    expect(text).toContain('dqe_calls_total{call="matching",outcome="error_13"} 1');
    expect(text).toContain('dqe_calls_total{call="matching",outcome="error_other"} 1');
    expect(text).toMatch(/dqe_call_duration_seconds_count\{call="matching",outcome="ok",operator="none"\} 1/);
    expect(text).toContain('dqe_matches_total{status="scored",verdict="match",operator="none"} 1');
    expect(text).toContain('dqe_matches_total{status="rejected",verdict="none",operator="none"} 2');
    expect(text).toContain('dqe_breaker_state{state="closed"} 1');
    expect(text).toContain('dqe_breaker_state{state="open"} 0');
    expect(text).toContain('dqe_in_flight 0');
    expect(text).toContain('dqe_queue_depth 0');
    expect(Number(/^dqe_token_age_seconds (\S+)$/m.exec(text)?.[1])).toBeLessThan(60);
    expect(text).not.toMatch(/Curie|0612345678|33612345678|TOK1/);
  });

  it('stops asking a server that is down: 503 with Retry-After, on record, and ready all the same', async () => {
    await boot();
    dqe.answer = (response) => response.writeHead(500).end('<html></html>');
    // The token call, which went well, is the twentieth.
    for (let i = 0; i < 19; i += 1) await match().expect(502);
    const asked = dqe.asked.length;

    const refused = await match('order-1').expect(503);
    expect(refused.type).toBe('application/problem+json');
    expect(refused.body).toMatchObject({ code: 'dqe_circuit_open', matchId: expect.any(String) });
    expect(refused.body.detail).toContain('new Idempotency-Key');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(5);
    expect(dqe.asked).toHaveLength(asked);

    const id = String(refused.body.matchId);
    const lines = async () =>
      (await get(`/api/v1/audit/events?target=${id}`).expect(200)).body.items as { action: string }[];
    const line = {
      ...{ action: 'match.create', outcome: 'failed', permission: 'matches:create' },
      ...{ target: { type: 'match', id }, data: { status: 503, code: 'dqe_circuit_open' } },
      requestId: refused.headers['x-request-id'],
    };
    // The match says itself that it was allowed, and was made; the line says what was answered.
    const made = { action: 'match.create', outcome: 'allowed', id };
    expect(await lines()).toMatchObject([line, made]);
    const timeline = await get(`/api/v1/matches/${id}/events`).expect(200);
    expect(timeline.body.items).toMatchObject([{ type: 'requested' }, { type: 'settled' }]);

    const again = await match('order-1').expect(503);
    expect(again.body).toMatchObject({ code: 'dqe_circuit_open', matchId: id });
    const created = (await lines()).filter(({ action }) => action === 'match.create');
    expect(created).toMatchObject([{ data: { ...line.data, repeated: true } }, line, made]);
    const { body } = await get(`/api/v1/matches/${id}`).expect(200);
    expect(body).toMatchObject({
      status: 'rejected',
      error: { id: 'DQE_CIRCUIT_OPEN', category: 'temporary', retryable: true },
    });

    const ready = await request(app.getHttpServer()).get('/health/ready').expect(200);
    expect(ready.body).toMatchObject({ status: 'ok', details: { dqe: { circuitBreaker: 'open' } } });
    const text = await metrics();
    expect(text).toContain('dqe_breaker_state{state="open"} 1');
    expect(text).toContain('dqe_calls_total{call="matching",outcome="DQE_CIRCUIT_OPEN"} 1');
    expect(text).not.toMatch(/dqe_call_duration_seconds_count\{call="matching",outcome="DQE_CIRCUIT_OPEN"/);
    expect(log).toContain('Circuit to DQE: closed -> open');
    expect(log).not.toMatch(/Curie|0612345678|TOK1/);
  });

  it('asks a server that is down all the same with DQE_CIRCUIT_BREAKER=off', async () => {
    await boot({ DQE_CIRCUIT_BREAKER: 'off' });
    dqe.answer = (response) => response.writeHead(500).end();
    for (let i = 0; i < 30; i += 1) await match().expect(502);
    expect(dqe.asked.filter((path) => path === '/IDMOBILE/')).toHaveLength(30);
    expect(await metrics()).toContain('dqe_breaker_state{state="off"} 1');
  });

  it('turns away what is more than DQE_CONCURRENCY and DQE_QUEUE allow', async () => {
    await boot({ DQE_CONCURRENCY: '1', DQE_QUEUE: '1' });
    await match().expect(201);
    const held: ServerResponse[] = [];
    dqe.answer = (response) => void held.push(response);
    // supertest sends when it is waited for.
    const asked = [match(), match(), match()].map((one) => one.then((answer) => answer));
    const first = await Promise.race(asked);
    expect(first.status).toBe(503);
    expect(first.body).toMatchObject({ code: 'dqe_busy', matchId: expect.any(String) });
    expect(first.headers['retry-after']).toBe('1');
    const text = await metrics();
    expect(text).toContain('dqe_in_flight 1');
    expect(text).toContain('dqe_queue_depth 1');

    dqe.answer = (response) => response.end(SCORES);
    for (const response of held) response.end(SCORES);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 201, 503]);
  });
});
