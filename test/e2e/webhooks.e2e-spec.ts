import { randomBytes } from 'node:crypto';
import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { v7 as uuidv7 } from 'uuid';
import type { MatchNotice } from 'nestjs-dqe-idmobile';
import { WebhookFanOut } from '../../apps/admin/src/webhooks/webhook-fan-out.js';
import type { AdminClient, Answer } from '../support/admin-client.js';
import { AdminProcess } from '../support/admin-process.js';
import { AdminService, type InProcessOptions } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { serverUrl, testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { tcpProxy } from '../support/tcp-proxy.js';
import { verified, WebhookReceiver } from '../support/webhook-receiver.js';

const ENDPOINTS = '/api/v1/webhooks/endpoints';
const DELIVERIES = '/api/v1/webhooks/deliveries';
/** So that several services on one database can read what the others sealed. */
const SECRETS = {
  MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  EVIDENCE_SIGNING_KEY: randomBytes(32).toString('base64'),
  AUTH_SECRET: randomBytes(48).toString('base64'),
};

const start = ({ env, ...options }: InProcessOptions = {}) =>
  AdminService.start({ ...options, env: { ...SECRETS, WEBHOOK_ALLOW_LOOPBACK: 'true', ...env } });

let receiver: WebhookReceiver;
beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});
afterEach(() => receiver.close());

async function register(service: AdminClient, path = '/', more: object = {}) {
  const { status, body } = await service.post(ENDPOINTS, { url: receiver.url(path), ...more });
  expect(status).toBe(201);
  return body as { readonly id: string; readonly secret: string };
}

async function remove(service: AdminClient): Promise<void> {
  for (const { id } of (await service.get(ENDPOINTS)).body.items) {
    expect((await service.call('DELETE', `${ENDPOINTS}/${String(id)}`)).status).toBe(204);
  }
}

const noticeOf = (match: { id: string }, type: MatchNotice['type'] = 'match.settled'): MatchNotice => ({
  ...{ id: uuidv7(), type, matchId: match.id, at: new Date(), status: 'scored', verdict: 'match' },
  ...{ errorId: null, operator: 'Orange', expiresAt: null },
});

/** What the library does when a match has got somewhere, without one that has. */
async function tell(service: AdminService, notice: MatchNotice): Promise<void> {
  await service.app.get(WebhookFanOut).deliver(notice);
}

/** One of which everybody has been told, before there is an endpoint: the notices that follow are made up. */
async function aMatch(service: AdminService): Promise<Answer['body']> {
  const { body } = await service.match(claim('0600001001'));
  await eventually(
    () => service.query('SELECT id FROM match_notices'),
    (left) => left.length === 0,
  );
  return body;
}

const deliveriesOf = async (service: AdminClient, endpointId: string, query = '') =>
  (await service.get(`${ENDPOINTS}/${endpointId}/deliveries${query}`)).body.items;

const ended = (service: AdminClient, deliveryId: string) =>
  eventually(
    async () => (await service.get(`${DELIVERIES}/${deliveryId}`)).body,
    ({ status }) => status !== 'pending',
    30_000,
  );

/** Lets the pause pass that a failed attempt is followed by. */
const hurry = (service: AdminService, deliveryId: string, attempts: number) =>
  attemptAgain(service, deliveryId, attempts, 'now()');

/** Lets the pause after a failed attempt last, so that nothing is sent before it is hurried. */
const hold = (service: AdminService, deliveryId: string, attempts: number) =>
  attemptAgain(service, deliveryId, attempts, `now() + interval '1 hour'`);

async function attemptAgain(service: AdminService, deliveryId: string, attempts: number, when: string) {
  await eventually(
    async () => (await service.get(`${DELIVERIES}/${deliveryId}`)).body,
    (delivery) => delivery.attempts.length === attempts,
    30_000,
  );
  await service.query(`UPDATE webhook_deliveries SET next_attempt_at = ${when} WHERE id = '${deliveryId}'`);
  await eventually(
    () =>
      service.query(
        `UPDATE pgboss.job SET start_after = ${when}
         WHERE state < 'active' AND data->>'deliveryId' = '${deliveryId}' RETURNING id`,
      ),
    (moved) => moved.length > 0,
  );
}

describe('a partner system', () => {
  let service: AdminService;
  beforeAll(async () => {
    service = await start();
  });
  afterEach(() => remove(service));
  afterAll(() => service.close());

  it('is told what becomes of its matches, and can verify that it is us', async () => {
    const match = await aMatch(service);
    const { id, secret } = await register(service, '/all');
    const expired = await register(service, '/expired', {
      events: ['match.expired'],
      description: 'the clerk',
    });
    const notices = (['match.consent_required', 'match.settled', 'match.expired'] as const).map((type) =>
      noticeOf(match, type),
    );
    for (const notice of notices) await tell(service, notice);
    const webhooks = await receiver.until('/all', 3);
    expect(webhooks.map((webhook) => webhook.id).sort()).toEqual(notices.map((notice) => notice.id).sort());
    for (const webhook of webhooks) {
      const notice = notices.find((candidate) => candidate.id === webhook.id)!;
      expect(verified(webhook, secret)).toEqual({
        ...{ type: notice.type, timestamp: notice.at.toISOString() },
        data: { matchId: match.id, status: 'scored', verdict: 'match', errorId: null, expiresAt: null },
      });
      expect(() => verified(webhook, expired.secret)).toThrow();
    }
    const [only] = await receiver.until('/expired', 1);
    expect(verified(only!, expired.secret).type).toBe('match.expired');

    const [newest, ...others] = await deliveriesOf(service, id);
    expect([newest.type, others.length]).toEqual(['match.expired', 2]);
    expect(await ended(service, newest.id)).toMatchObject({
      ...{ status: 'delivered', matchId: match.id, webhookId: notices[2]!.id, nextAttemptAt: null },
      attempts: [
        { responseStatus: 204, error: null, at: expect.any(String), durationMs: expect.any(Number) },
      ],
    });
    const metrics = (await service.get('/metrics')).text;
    expect(metrics).toMatch(/webhook_deliveries_total\{outcome="delivered"\} [1-9]/);
    expect(metrics).toMatch(/webhook_attempt_duration_seconds_count\{outcome="2xx"\} [1-9]/);
    expect(metrics).toMatch(/jobs_queue_depth\{queue="webhook-deliveries"\} \d/);
  });

  it('hears of a consent that is needed, and of its outcome, without asking', async () => {
    const { secret } = await register(service, '/way');
    const { body: match } = await service.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }));
    const [asked] = await receiver.until('/way', 1);
    expect(verified(asked!, secret)).toMatchObject({
      type: 'match.consent_required',
      data: { matchId: match.id, status: 'consent_pending', expiresAt: match.consent.expiresAt },
    });
    await service.comeBack(await service.decide(match.consent.url, 'agree'));
    const [, settled] = await receiver.until('/way', 2);
    expect(verified(settled!, secret)).toMatchObject({
      type: 'match.settled',
      data: { matchId: match.id, status: 'scored', expiresAt: null },
    });
  });

  it('sees its secret once; changes, disables and enables its endpoint', async () => {
    const { id, secret } = await register(service);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const shown = await service.get(`${ENDPOINTS}/${id}`);
    expect(shown.body).toMatchObject({
      ...{ id, url: receiver.url('/'), enabled: true, description: null, failingSince: null },
      events: ['match.settled', 'match.consent_required', 'match.expired'],
    });
    expect((await service.get(ENDPOINTS)).body.items).toEqual([shown.body]);
    expect(shown.text).not.toContain(secret);
    const path = `${ENDPOINTS}/${id}`;
    const change = async (json: object) => (await service.call('PATCH', path, { json })).body;
    expect(await change({})).toEqual(shown.body);
    expect(await change({ url: receiver.url('/new'), events: ['match.expired'], description: 'x' })).toEqual({
      ...shown.body,
      ...{ url: receiver.url('/new'), events: ['match.expired'], description: 'x' },
    });
    expect(await change({ enabled: false, description: null })).toMatchObject({
      ...{ enabled: false, disabledReason: 'manual', description: null },
    });
    const refused = await service.post(`${path}/test`, undefined);
    expect([refused.status, refused.body.code]).toEqual([409, 'webhook_endpoint_disabled']);
    expect(await change({ enabled: true })).toMatchObject({ enabled: true, disabledAt: null });
    const tested = await service.post(`${path}/test`, undefined);
    expect([tested.status, tested.body.status, tested.body.attempts]).toEqual([202, 'pending', []]);
    const [webhook] = await receiver.until('/new', 1);
    expect(verified(webhook!, secret)).toMatchObject({ type: 'webhook.test', data: { endpointId: id } });
  });

  it('is told again when it was down', async () => {
    const match = await aMatch(service);
    const { secret, id } = await register(service);
    receiver.answer = 503;
    await tell(service, noticeOf(match));
    await receiver.until('/', 1);
    const [{ id: deliveryId }] = await deliveriesOf(service, id);
    receiver.answer = (response) => response.socket!.destroy();
    await hurry(service, deliveryId, 1);
    await receiver.until('/', 2);
    expect((await service.get(`${ENDPOINTS}/${id}`)).body.failingSince).not.toBeNull();
    receiver.answer = 200;
    await hurry(service, deliveryId, 2);
    const delivery = await ended(service, deliveryId);
    expect(
      delivery.attempts.map((attempt: Answer['body']) => attempt.responseStatus ?? attempt.error),
    ).toEqual([...[503, 'connection_lost', 200]]);
    const webhooks = receiver.at('/');
    expect(new Set(webhooks.map((webhook) => webhook.id + webhook.body)).size).toBe(1);
    for (const webhook of webhooks) expect(verified(webhook, secret).type).toBe('match.settled');
    expect((await service.get(`${ENDPOINTS}/${id}`)).body.failingSince).toBeNull();
  });

  it('changes its secret without a gap', async () => {
    const { id, secret } = await register(service);
    const test = async () => {
      const count = receiver.received.length;
      await service.post(`${ENDPOINTS}/${id}/test`, undefined);
      return (await receiver.until('/', count + 1)).at(-1)!;
    };
    const rotated = await service.post(`${ENDPOINTS}/${id}/rotate-secret`, { overlapHours: 1 });
    expect(rotated.status).toBe(201);
    const both = await test();
    expect(verified(both, secret)).toEqual(verified(both, rotated.body.secret));
    const { body: last } = await service.post(`${ENDPOINTS}/${id}/rotate-secret`, { overlapHours: 0 });
    expect(last.previousSecretUntil).toBeNull();
    const one = await test();
    expect(verified(one, last.secret).type).toBe('webhook.test');
    for (const old of [secret, rotated.body.secret]) expect(() => verified(one, old)).toThrow();
    const { body: byDefault } = await service.post(`${ENDPOINTS}/${id}/rotate-secret`, undefined);
    const hours = (Date.parse(byDefault.previousSecretUntil) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
  });

  it('has something sent again, and pages through its log', async () => {
    const match = await aMatch(service);
    const { id } = await register(service);
    const notices = Array.from({ length: 3 }, () => noticeOf(match));
    for (const notice of notices) await tell(service, notice);
    await receiver.until('/', 3);
    const [last] = await deliveriesOf(service, id);
    await ended(service, last.id);
    const again = await service.post(`${DELIVERIES}/${String(last.id)}/resend`, undefined);
    expect([again.status, again.body.status]).toEqual([202, 'pending']);
    await receiver.until('/', 4);
    expect((await ended(service, last.id)).attempts).toHaveLength(2);
    expect(receiver.received.filter((webhook) => webhook.id === notices[2]!.id)).toHaveLength(2);

    const first = (await service.get(`${ENDPOINTS}/${id}/deliveries?limit=2`)).body;
    const second = (
      await service.get(`${ENDPOINTS}/${id}/deliveries?limit=2&cursor=${String(first.nextCursor)}`)
    ).body;
    expect([...first.items, ...second.items].map(({ webhookId }: Answer['body']) => webhookId)).toEqual(
      notices.map((notice) => notice.id).reverse(),
    );
    expect(second.nextCursor).toBeNull();
    await eventually(
      () => deliveriesOf(service, id, '?status=delivered'),
      ({ length }) => length === 3,
    );
    expect(await deliveriesOf(service, id, '?status=failed')).toEqual([]);
  });

  it('that says it is gone is asked no more, and its other endpoint is told', async () => {
    const match = await aMatch(service);
    const { id } = await register(service, '/gone');
    const other = await register(service, '/other', { events: ['match.expired'] });
    receiver.answer = (response, { path }) => response.writeHead(path === '/gone' ? 410 : 204).end();
    await tell(service, noticeOf(match));
    const [webhook] = await receiver.until('/other', 1);
    expect(verified(webhook!, other.secret)).toMatchObject({
      type: 'webhook.endpoint_disabled',
      data: { endpointId: id, reason: 'gone' },
    });
    expect((await service.get(`${ENDPOINTS}/${id}`)).body).toMatchObject({
      ...{ enabled: false, disabledReason: 'gone', disabledAt: expect.any(String) },
    });
    await tell(service, noticeOf(match));
    expect(receiver.at('/gone')).toHaveLength(1);
  });

  it.each([
    [{}, 'url', 'must be a string'],
    [{ url: 'partner.example' }, 'url', 'is not an https address'],
    [{ url: 'http://partner.example/' }, 'url', 'is not https'],
    [{ url: 'https://me:secret@partner.example/' }, 'url', 'holds a user or a password'],
    [{ url: 'https://partner.example:25/' }, 'url', 'has a port of another service'],
    [{ url: 'https://10.1.2.3/' }, 'url', 'leads to a private or reserved address'],
    [{ url: 'https://[fe80::1]/' }, 'url', 'leads to a private or reserved address'],
    [{ url: 'https://169.254.169.254/' }, 'url', 'leads to a private or reserved address'],
    [{ url: 'https://p.example/', events: [] }, 'events', 'should not be empty'],
    [{ url: 'https://p.example/', events: null }, 'events', 'must be'],
    [{ url: 'https://p.example/', events: ['webhook.test'] }, 'events', 'must be one of'],
    [{ url: 'https://p.example/', description: 'a\u0000b' }, 'description', 'control characters'],
    [{ url: 'https://p.example/', secret: 'mine' }, 'secret', 'is not a known property'],
  ])('is told what is wrong with %j', async (body, field, problem) => {
    const answer = await service.post(ENDPOINTS, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(answer.body.errors).toEqual([
      { field, problem: expect.stringContaining(problem), remedy: expect.stringMatching(/\S/) },
    ]);
    expect(answer.text).not.toContain('secret@');
  });

  it('is told what is wrong elsewhere', async () => {
    const { id } = await register(service);
    const nobody = uuidv7();
    const codeOf = async (method: string, path: string, json?: object) =>
      (await service.call(method, path, json === undefined ? {} : { json })).body.code;
    expect(await codeOf('GET', `${ENDPOINTS}/x`)).toBe('validation_failed');
    expect(await codeOf('GET', `${DELIVERIES}/x`)).toBe('validation_failed');
    expect(await codeOf('GET', `${DELIVERIES}/${nobody}`)).toBe('webhook_delivery_not_found');
    expect(await codeOf('POST', `${DELIVERIES}/${nobody}/resend`)).toBe('webhook_delivery_not_found');
    for (const [method, path, json] of [
      ['GET', '', undefined],
      ['PATCH', '', {}],
      ['DELETE', '', undefined],
      ['POST', '/test', undefined],
      ['POST', '/rotate-secret', {}],
      ['GET', '/deliveries', undefined],
    ] as const) {
      expect(await codeOf(method, `${ENDPOINTS}/${nobody}${path}`, json)).toBe('webhook_endpoint_not_found');
    }
    for (const [method, path, json] of [
      ['PATCH', '', { url: 'https://127.0.0.1:22/' }],
      ['PATCH', '', { enabled: 'yes' }],
      ['PATCH', '', { url: null }],
      ['POST', '/rotate-secret', { overlapHours: 169 }],
      ['POST', '/rotate-secret', { overlapHours: 0.5 }],
      ['GET', '/deliveries?status=lost', undefined],
      ['GET', '/deliveries?limit=501', undefined],
      ['GET', '/deliveries?cursor=here', undefined],
    ] as const) {
      expect([path, await codeOf(method, `${ENDPOINTS}/${id}${path}`, json)]).toEqual([
        ...[path, 'validation_failed'],
      ]);
    }
  });
});

it('deliveries that are pending survive a restart', async () => {
  const service = await start();
  try {
    const match = await aMatch(service);
    const { id, secret } = await register(service);
    receiver.answer = 500;
    await tell(service, noticeOf(match));
    const [{ id: deliveryId }] = await deliveriesOf(service, id);
    await hold(service, deliveryId, 1);
    await service.restart();
    receiver.answer = 204;
    await hurry(service, deliveryId, 1);
    expect((await ended(service, deliveryId)).status).toBe('delivered');
    expect(verified(receiver.at('/')[1]!, secret).type).toBe('match.settled');
  } finally {
    await service.close();
  }
});

it('without leave for this machine, an endpoint on it is neither taken nor connected to', async () => {
  const database = await testDatabase();
  try {
    const before = await start({ database });
    const { id } = await register(before);
    await before.close();
    const service = await start({ database, env: { WEBHOOK_ALLOW_LOOPBACK: '' } });
    try {
      const refused = await service.post(ENDPOINTS, { url: receiver.url() });
      expect(refused.body.errors).toMatchObject([{ field: 'url', problem: 'leads to this machine' }]);
      const { body } = await service.post(`${ENDPOINTS}/${id}/test`, undefined);
      expect(await ended(service, body.id)).toMatchObject({
        ...{ status: 'failed', attempts: [{ error: 'address_not_allowed', responseStatus: null }] },
      });
      expect(receiver.received).toEqual([]);
    } finally {
      await service.close();
    }
  } finally {
    await database.drop();
  }
});

it('nothing of a person, and no address or secret of a webhook, is in payloads, logs, metrics or jobs', async () => {
  const log: string[] = [];
  const service = await start({
    env: { LOG_LEVEL: 'trace' },
    log: { write: (line: string) => void log.push(line) },
  });
  try {
    const { id, secret } = await register(service, '/canary-path?key=canary-key');
    const identity = { firstName: 'Canaryfirst', lastName: 'Canarylast', email: 'canary@canary.example' };
    const { body: match } = await service.match({
      ...{ number: '0600001001', identity, reference: 'canary-reference', purpose: 'canary-purpose' },
    });
    const { body: consenting } = await service.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }));
    await receiver.until('/canary-path?key=canary-key', 2);
    receiver.answer = (response) => response.socket!.destroy();
    await tell(service, noticeOf(match, 'match.expired'));
    await receiver.until('/canary-path?key=canary-key', 3);
    receiver.answer = 410;
    await service.post(`${ENDPOINTS}/${id}/test`, undefined);
    await eventually(
      () => Promise.resolve(log.join('')),
      (text) => text.includes('was disabled'),
    );
    const payloads = receiver.received.map(({ body, headers }) => body + JSON.stringify(headers)).join('\n');
    const rows = await service.query<{ line: string }>(
      `SELECT j::text AS line FROM pgboss.job j UNION ALL SELECT d::text FROM webhook_deliveries d
       UNION ALL SELECT e::text FROM webhook_endpoints e UNION ALL SELECT a::text FROM webhook_attempts a`,
    );
    const metrics = (await service.get('/metrics')).text;
    const everything = {
      payloads,
      log: log.join(''),
      metrics,
      tables: rows.map(({ line }) => line).join('\n'),
    };
    expect(everything.payloads).toContain(match.id);
    expect(everything.log).toContain(id);
    const consentUrl = consenting.consent.url as string;
    for (const [where, text] of Object.entries(everything)) {
      for (const needle of ['canary', 'Canary', '600001001', secret, secret.slice(6), consentUrl, 'Orange']) {
        expect([where, needle, text.includes(needle)]).toEqual([where, needle, false]);
      }
    }
  } finally {
    await service.close();
  }
});

describe('a process that is stopped', () => {
  let service: AdminProcess;
  beforeAll(async () => {
    service = await AdminProcess.start({ env: { WEBHOOK_ALLOW_LOOPBACK: 'true' } });
  });
  afterAll(() => service.close());

  it('during an attempt waits for it a while, ends in time, and makes it again after its next start', async () => {
    const { id } = await register(service);
    receiver.answer = () => undefined; // never
    const { body } = await service.post(`${ENDPOINTS}/${id}/test`, undefined);
    await receiver.until('/', 1);
    const began = Date.now();
    const code = await service.stop('SIGTERM');
    expect([code, Date.now() - began < 10_000]).toEqual([0, true]);
    receiver.answer = 204;
    await service.start();
    const delivery = await ended(service, body.id);
    expect(
      delivery.attempts.map((attempt: Answer['body']) => attempt.error ?? attempt.responseStatus),
    ).toEqual([...['interrupted', 204]]);
    expect(new Set(receiver.received.map((webhook) => webhook.id)).size).toBe(1);
  });
});

/** The embedded database serves one process. */
const onServer = serverUrl === undefined ? describe.skip : describe;

onServer('two instances on one database', () => {
  it('send each webhook once, whoever was told of it', async () => {
    const database = await testDatabase();
    const services = await Promise.all([start({ database }), start({ database })]);
    try {
      const [one, other] = services;
      const match = await aMatch(other);
      const { id } = await register(one);
      const notices = Array.from({ length: 40 }, () => noticeOf(match));
      await Promise.all(
        notices.flatMap((notice, index) => [
          tell(index % 2 === 0 ? one : other, notice),
          ...(index % 4 === 0 ? [tell(one, notice), tell(other, notice)] : []),
        ]),
      );
      await receiver.until('/', notices.length, 30_000);
      await eventually(
        () => deliveriesOf(other, id, '?status=pending'),
        ({ length }) => length === 0,
      );
      expect(receiver.received.map((webhook) => webhook.id).sort()).toEqual(
        notices.map((notice) => notice.id).sort(),
      );
    } finally {
      await Promise.all(services.map((service) => service.close()));
      await database.drop();
    }
  });
});

onServer('a database that goes away', () => {
  it('during an attempt ends nothing: webhooks go on when it is back', async () => {
    const database = await testDatabase();
    const url = new URL(database.url!);
    const proxy = await tcpProxy(url.hostname, Number(url.port || 5432));
    url.port = String(proxy.port);
    const log: string[] = [];
    const service = await start({
      database,
      env: { DATABASE_URL: url.href, LOG_LEVEL: 'warn' },
      log: { write: (line: string) => void log.push(line) },
    });
    try {
      const { id } = await register(service);
      receiver.answer = (response) => {
        proxy.cut();
        response.writeHead(204).end();
      };
      await service.post(`${ENDPOINTS}/${id}/test`, undefined).catch(() => undefined); // may be cut off itself
      await receiver.until('/', 1);
      await eventually(
        () => Promise.resolve(log.join('')),
        (text) => text.includes('A job failed'),
      );
      expect((await service.get(ENDPOINTS)).status).toBe(503);
      receiver.answer = 204;
      proxy.open();
      const [{ id: deliveryId }] = await deliveriesOf(service, id);
      expect((await service.get(`${DELIVERIES}/${deliveryId}`)).body.status).toBe('pending');
      await service.post(`${DELIVERIES}/${deliveryId}/resend`, undefined);
      expect((await ended(service, deliveryId)).status).toBe('delivered');
      expect(log.filter((line) => line.includes('The job queue fails')).length).toBeLessThanOrEqual(1);
    } finally {
      await service.close();
      await proxy.close();
      await database.drop();
    }
  });
});
