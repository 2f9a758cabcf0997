import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { LogCapture } from '../../../../test/support/idmobile-app.js';
import { AdminSecrets } from '../config/admin-secrets.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { NewJob } from '../jobs/job-queue.types.js';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { Sealer } from '../sealing/sealer.js';
import type { ReceiptsService } from '../evidence/receipts/receipts.service.js';
import { DeliveryAttempts } from './delivery-attempts.js';
import { type DeliveryJob, DeliveryJobs } from './delivery-jobs.js';
import { PAUSES_MS } from './delivery-schedule.js';
import { DeliveryReceipts } from './delivery-receipts.js';
import { EndpointDisabling } from './endpoint-disabling.js';
import type { MatchNotice } from 'nestjs-dqe-idmobile';
import { PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';
import { PrismaWebhookEndpoints } from './prisma-webhook-endpoints.js';
import { WebhookClock } from './webhook-clock.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { type EndpointEventName, MATCH_EVENTS } from './webhook-events.js';
import { WebhookFanOut } from './webhook-fan-out.js';
import { WebhookHousekeeping } from './webhook-housekeeping.js';
import { WebhookMetrics } from './webhook-metrics.js';
import type { AttemptResult, WebhookMessage, WebhookSender } from './webhook-sender.js';

const NEVER = new AbortController().signal;
const HOUR = 3_600_000;

class StandingClock extends WebhookClock {
  time = new Date('2026-03-01T12:00:00.000Z');
  override now(): Date {
    return this.time;
  }
  override random(): number {
    return 0.5;
  }
}

/** Everything but HTTP and the queue, which are noted down. */
function wire({ client }: Database) {
  const database = { client } as PrismaDatabase;
  const sealer = new Sealer(
    new AdminSecrets({
      masterKeys: [{ id: 'test', key: randomBytes(32) }],
      evidenceSigningKeys: [randomBytes(32)],
      authSecret: randomBytes(32).toString('hex'),
      ...{ bootstrapKeyHash: randomBytes(32), bootstrapKey: { from: 'environment' } },
    }),
  );
  const clock = new StandingClock();
  const jobs: NewJob<DeliveryJob>[] = [];
  const queue = {
    send: (_queue: string, more: NewJob<DeliveryJob>[]) => Promise.resolve(void jobs.push(...more)),
  };
  const sent: WebhookMessage[] = [];
  let result: Partial<AttemptResult> | (() => Promise<Partial<AttemptResult>>) = { responseStatus: 204 };
  const sender = {
    send: async (message: WebhookMessage): Promise<AttemptResult> => {
      sent.push(message);
      return {
        ...{ at: clock.now(), durationMs: 7, responseStatus: null, error: null, retryAfterMs: null },
        ...(typeof result === 'function' ? await result() : result),
      };
    },
  } as unknown as WebhookSender;
  const endpoints = new PrismaWebhookEndpoints(database, sealer);
  const deliveries = new PrismaWebhookDeliveries(database, sealer);
  let receipt: () => Promise<unknown> = () => Promise.resolve(null);
  const receipts = new DeliveryReceipts({ of: () => receipt() } as unknown as ReceiptsService, deliveries);
  const deliveryJobs = new DeliveryJobs(queue as unknown as JobQueue);
  const registry = new MetricsRegistry();
  const metrics = new WebhookMetrics(registry);
  const disabling = new EndpointDisabling(endpoints, deliveryJobs, clock, metrics);
  return {
    ...{ clock, jobs, sent, endpoints, deliveries, registry },
    answer: (next: typeof result) => (result = next),
    receipt: (next: typeof receipt) => (receipt = next),
    attempts: new DeliveryAttempts(deliveries, receipts, sender, deliveryJobs, disabling, clock, metrics),
    fanOut: new WebhookFanOut(endpoints, deliveries, deliveryJobs),
    service: new WebhookEndpointsService(endpoints, deliveries, deliveryJobs, clock, metrics),
    housekeeping: new WebhookHousekeeping(deliveries, deliveryJobs),
  };
}

let place: TestDatabase;
let database: Database;
let on: ReturnType<typeof wire>;
const log = new LogCapture();

beforeAll(async () => {
  Logger.overrideLogger(log);
  place = await testDatabase();
  database = await place.open();
});
afterAll(() => place.drop());
beforeEach(async () => {
  await database.query('TRUNCATE webhook_endpoints CASCADE');
  await database.query('SELECT purge_matches(array(SELECT id FROM matches))');
  on = wire(database);
  log.lines.length = 0;
});

async function aMatch(application = 'shop'): Promise<string> {
  const id = uuidv7();
  const nothing = new Uint8Array(0);
  await database.client.match.create({
    data: {
      ...{ id, application, status: 'scored', createdAt: new Date(), country: 'FR', numberHint: '01' },
      ...{ numberSealed: nothing, identitySealed: nothing, consentOffered: false },
      reference: 'clear-reference',
    },
  });
  return id;
}

const noticeOf = (matchId: string, type: MatchNotice['type'] = 'match.settled'): MatchNotice => ({
  ...{ id: uuidv7(), type, matchId, at: new Date('2026-03-01T11:59:59.000Z'), status: 'scored' },
  ...{ verdict: 'match', errorId: null, operator: 'Orange', expiresAt: null },
});

async function anEndpoint(
  url = 'https://partner.example/',
  events?: EndpointEventName[],
  application = 'shop',
) {
  const created = await on.service.create(application, { url, events });
  return { id: created!.endpoint.id, secret: created!.secret };
}

/** A delivery to one endpoint. @returns the ids of both */
async function aDelivery(): Promise<{ id: string; endpointId: string }> {
  const { id: endpointId } = await anEndpoint();
  await on.fanOut.deliver(noticeOf(await aMatch()));
  return { id: on.jobs.at(-1)!.data.deliveryId, endpointId };
}

const find = async (id: string) => (await on.deliveries.find(id, 'shop'))!;
const endpoint = async (id: string) => (await on.endpoints.find(id, 'shop'))!;
const run = (id: string) => on.attempts.run(id, NEVER);
/** Lets the time of the database’s clock pass for a delivery. */
const makeDue = (id: string) =>
  database.query('UPDATE webhook_deliveries SET next_attempt_at = $2 WHERE id = $1', [
    id,
    '2026-01-01T00:00:00Z',
  ]);
const databaseNow = async () => {
  const { rows } = await database.query<{ ms: unknown }>('SELECT extract(epoch FROM now()) * 1000 AS ms');
  return Number(rows[0]!.ms);
};
const failingFor = (id: string, hours: number) =>
  database.query(
    'UPDATE webhook_endpoints SET failing_since = now() - make_interval(hours => $2) WHERE id = $1',
    [id, hours],
  );

describe('a notice', () => {
  it('becomes a delivery to each endpoint of its application that wants it, and names nobody', async () => {
    await anEndpoint('https://a.example/');
    await anEndpoint('https://b.example/', ['match.settled']);
    await anEndpoint('https://c.example/', ['match.expired']);
    await anEndpoint('https://d.example/', undefined, 'another application');
    const disabled = await anEndpoint('https://e.example/');
    await on.service.change('shop', disabled.id, { enabled: false });
    const notice = noticeOf(await aMatch());
    await on.fanOut.deliver(notice);
    expect(on.jobs).toHaveLength(2);
    for (const { data } of on.jobs) await run(data.deliveryId);
    expect(on.sent.map(({ url }) => url).sort()).toEqual(['https://a.example/', 'https://b.example/']);
    for (const { body, id } of on.sent) {
      expect(id).toBe(notice.id);
      expect(JSON.parse(body)).toEqual({
        type: 'match.settled',
        timestamp: '2026-03-01T11:59:59.000Z',
        data: {
          ...{ matchId: notice.matchId, status: 'scored', verdict: 'match', errorId: null, expiresAt: null },
        },
      });
    }
  });

  it('that comes again makes nothing twice, and sends what has not arrived yet', async () => {
    await anEndpoint('https://a.example/');
    await anEndpoint('https://b.example/');
    const notice = noticeOf(await aMatch());
    await Promise.all([on.fanOut.deliver(notice), on.fanOut.deliver(notice)]);
    await on.fanOut.deliver(notice);
    expect(new Set(on.jobs.map(({ id }) => id)).size).toBe(2);
    for (const { data } of on.jobs) await run(data.deliveryId);
    expect(on.sent).toHaveLength(2);
    on.jobs.length = 0;
    await on.fanOut.deliver(notice);
    expect(on.jobs).toEqual([]);
  });

  it('finds endpoints that come later only with later notices', async () => {
    const notice = noticeOf(await aMatch());
    await on.fanOut.deliver(notice);
    await anEndpoint();
    expect(on.jobs).toEqual([]);
    await on.fanOut.deliver(noticeOf(notice.matchId));
    expect(on.jobs).toHaveLength(1);
  });
});

describe('an attempt', () => {
  it('that arrives ends the delivery, is on its log, and clears the endpoint', async () => {
    const { id, endpointId } = await aDelivery();
    await failingFor(endpointId, 3);
    await run(id);
    const { status, endedAt, nextAttemptAt, attempts } = await find(id);
    expect({ status, ended: endedAt !== null, nextAttemptAt }).toEqual({
      ...{ status: 'delivered', ended: true, nextAttemptAt: null },
    });
    expect(attempts).toEqual([{ at: on.clock.now(), durationMs: 7, responseStatus: 204, error: null }]);
    expect((await endpoint(endpointId)).failingSince).toBeNull();
    await run(id);
    expect(on.sent).toHaveLength(1);
  });

  it('that fails is made again, ever later, for a day; then the delivery has failed', async () => {
    const { id, endpointId } = await aDelivery();
    on.answer({ responseStatus: 500 });
    for (const pause of PAUSES_MS.map((ms) => ms * 1.05)) {
      on.jobs.length = 0;
      const before = await databaseNow();
      await run(id);
      const { nextAttemptAt } = await find(id);
      expect(nextAttemptAt!.getTime()).toBeGreaterThanOrEqual(before + pause - 1);
      expect(nextAttemptAt!.getTime()).toBeLessThanOrEqual((await databaseNow()) + pause + 1);
      expect(on.jobs).toEqual([
        { id: expect.any(String), data: { deliveryId: id }, startAfter: nextAttemptAt, priority: -1 },
      ]);
      await run(id); // too early: nothing happens, but that it is looked at again when it is due
      expect(on.jobs.at(-1)).toEqual(on.jobs[0]);
      await makeDue(id);
    }
    await run(id);
    expect((await find(id)).attempts).toHaveLength(PAUSES_MS.length + 1);
    expect(await find(id)).toMatchObject({
      status: 'failed',
      nextAttemptAt: null,
      endedAt: expect.any(Date),
    });
    expect((await endpoint(endpointId)).failingSince).not.toBeNull();
    // Its first failure was moments ago by the clock of the database.
    expect((await endpoint(endpointId)).disabledAt).toBeNull();
    expect(await on.registry.metrics()).toContain('webhook_deliveries_total{outcome="failed"} 1');
  });

  it('waits as long as the receiver asks', async () => {
    const { id } = await aDelivery();
    on.answer({ responseStatus: 429, retryAfterMs: 2 * HOUR });
    await run(id);
    const { nextAttemptAt } = await find(id);
    expect(nextAttemptAt!.getTime() - Date.now()).toBeGreaterThan(1.9 * HOUR);
  });

  describe('whose receipt cannot be made', () => {
    const failing = () => Promise.reject(new Error('the hash of a tile is wrong: canary-of-a-secret'));
    const PENDING = { status: 'pending', attempts: [{ error: 'receipt_failed', responseStatus: null }] };
    async function withReceipt(): Promise<{ id: string; endpointId: string }> {
      const { id: endpointId } = await anEndpoint('https://partner.example/', ['match.settled']);
      await on.service.change('shop', endpointId, { receipts: true });
      await on.fanOut.deliver(noticeOf(await aMatch()));
      const { deliveryId: id } = on.jobs.at(-1)!.data;
      await makeDue(id);
      on.receipt(failing);
      return { id, endpointId };
    }
    const receiptIn = (body: string) => (JSON.parse(body) as { data: { receipt: unknown } }).data.receipt;

    it('is on the log like any other, comes again after a pause, and is no mark against the endpoint', async () => {
      const { id, endpointId } = await withReceipt();
      const before = await databaseNow();
      await run(id);
      expect(on.sent).toEqual([]);
      const delivery = await find(id);
      expect(delivery).toMatchObject(PENDING);
      expect(delivery.nextAttemptAt!.getTime()).toBeGreaterThanOrEqual(before + PAUSES_MS[0]! - 1);
      expect(delivery.nextAttemptAt!.getTime()).toBeLessThanOrEqual(
        (await databaseNow()) + PAUSES_MS[0]! * 1.1,
      );
      expect(on.jobs.at(-1)).toMatchObject({ data: { deliveryId: id }, startAfter: delivery.nextAttemptAt });
      expect(JSON.stringify(delivery)).not.toContain('canary');
      expect((await endpoint(endpointId)).failingSince).toBeNull();
      expect(await on.registry.metrics()).toContain('outcome="receipt_failed"');

      on.receipt(() => Promise.resolve({ format: 'r' }));
      await makeDue(id);
      await run(id);
      expect(receiptIn(on.sent.at(-1)!.body)).toEqual({ format: 'r' });
      expect(await find(id)).toMatchObject({ status: 'delivered', attempts: [{}, { error: null }] });
    });

    it('goes without in the end: what happened is told in any case', async () => {
      const { id, endpointId } = await withReceipt();
      await failingFor(endpointId, 30);
      for (let attempt = 0; attempt < PAUSES_MS.length; attempt += 1) {
        await run(id);
        await makeDue(id);
      }
      expect(on.sent).toEqual([]);
      await run(id);
      expect(receiptIn(on.sent[0]!.body)).toBeNull();
      expect(await find(id)).toMatchObject({ status: 'delivered' });
      expect((await find(id)).attempts).toHaveLength(PAUSES_MS.length + 1);
      expect((await endpoint(endpointId)).disabledAt).toBeNull();
    });
  });

  it('is one’s alone, however many try', async () => {
    const { id } = await aDelivery();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    on.answer(() => held.then(() => ({ responseStatus: 204 })));
    const all = Array.from({ length: 8 }, () => run(id));
    while (on.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await run(id);
    release();
    await Promise.all(all);
    expect(on.sent).toHaveLength(1);
    expect((await find(id)).attempts).toHaveLength(1);
  });

  it('that was begun by a process that died is made again when its time is over', async () => {
    const { id } = await aDelivery();
    expect(await on.deliveries.claim(id, on.clock.now())).not.toBeNull();
    await run(id);
    expect(on.sent).toEqual([]);
    expect(on.jobs.at(-1)!.startAfter!.getTime()).toBeGreaterThan(Date.now() + 30_000);
    await makeDue(id);
    await run(id);
    expect((await find(id)).status).toBe('delivered');
  });

  it('that we interrupt is on the log, counts for nothing, and is made again at once', async () => {
    const { id, endpointId } = await aDelivery();
    on.answer({ error: 'interrupted' });
    await run(id);
    expect((await endpoint(endpointId)).failingSince).toBeNull();
    on.answer({ responseStatus: 204 });
    await run(on.jobs.at(-1)!.data.deliveryId);
    const { status, attempts } = await find(id);
    expect([status, attempts.map(({ error }) => error)]).toEqual(['delivered', ['interrupted', null]]);
  });

  it('signs by the secret before as well, as long as it was said', async () => {
    const { id: endpointId, secret } = await anEndpoint();
    const { secret: second } = (await on.service.rotateSecret('shop', endpointId, 2))!;
    const signers = async () => {
      await on.fanOut.deliver(noticeOf(await aMatch()));
      await run(on.jobs.at(-1)!.data.deliveryId);
      return on.sent.at(-1)!.secrets;
    };
    expect(await signers()).toEqual([second, secret]);
    on.clock.time = new Date(on.clock.time.getTime() + 2 * HOUR);
    expect(await signers()).toEqual([second]);
    const { secret: third } = (await on.service.rotateSecret('shop', endpointId))!;
    expect(await signers()).toEqual([third, second]);
    const { secret: fourth } = (await on.service.rotateSecret('shop', endpointId, 0))!;
    expect(await signers()).toEqual([fourth]);
  });
});

describe('a delivery', () => {
  it('can be sent again whatever became of it, under the same id, with a new round', async () => {
    const { id } = await aDelivery();
    on.answer({ responseStatus: 500 });
    for (let i = 0; i < 3; i += 1) {
      await run(id);
      await makeDue(id);
    }
    on.jobs.length = 0;
    await on.service.resend('shop', id);
    expect(on.jobs).toMatchObject([{ data: { deliveryId: id } }]);
    await run(id);
    // The first pause again.
    const latest = (await databaseNow()) + PAUSES_MS[0]! * 1.05 + 1;
    expect((await find(id)).nextAttemptAt!.getTime()).toBeLessThanOrEqual(latest);
    on.answer({ responseStatus: 204 });
    await makeDue(id);
    await run(id);
    expect((await find(id)).status).toBe('delivered');
    await on.service.resend('shop', id);
    await run(id);
    expect(new Set(on.sent.map((message) => message.id)).size).toBe(1);
    expect((await find(id)).attempts).toHaveLength(6);
  });

  it('sent again during an attempt is sent again, whatever the attempt comes to', async () => {
    const { id } = await aDelivery();
    on.answer(async () => {
      await on.service.resend('shop', id);
      return { responseStatus: 204 };
    });
    await run(id);
    expect((await find(id)).status).toBe('pending');
    on.answer({ responseStatus: 204 });
    await run(id);
    expect((await find(id)).attempts).toHaveLength(2);
  });

  it('is not another application’s to see or to send', async () => {
    const { id, endpointId } = await aDelivery();
    expect(await on.deliveries.find(id, 'bank')).toBeNull();
    expect(await on.service.resend('bank', id)).toBeNull();
    expect(await on.endpoints.find(endpointId, 'bank')).toBeNull();
    expect(await on.endpoints.list('bank')).toEqual([]);
    expect(await on.service.change('bank', endpointId, { description: 'mine' })).toBeNull();
    expect(await on.service.rotateSecret('bank', endpointId)).toBeNull();
    expect(await on.service.test('bank', endpointId)).toBeNull();
    expect(await on.endpoints.remove(endpointId, 'bank')).toBe(false);
  });

  it('whose job was lost is found, and one that ended long ago is forgotten', async () => {
    const lost = await aDelivery();
    const old = await aDelivery();
    const recent = await aDelivery();
    await run(old.id);
    await run(recent.id);
    await database.query(
      `UPDATE webhook_deliveries SET next_attempt_at = now() - interval '3 minutes' WHERE status = 'pending'`,
    );
    await database.query(
      `UPDATE webhook_deliveries SET ended_at = now() - interval '31 days' WHERE id = $1`,
      [old.id],
    );
    on.jobs.length = 0;
    await on.housekeeping.run();
    expect(on.jobs.map(({ data }) => data.deliveryId)).toContain(lost.id);
    expect(await on.deliveries.find(old.id, 'shop')).toBeNull();
    expect((await find(recent.id)).attempts).toHaveLength(1);
    expect((await database.query('SELECT 1 FROM webhook_attempts')).rows).toHaveLength(1);
  });

  it('there is none of any more is nothing to run', async () => {
    const { id, endpointId } = await aDelivery();
    on.answer(async () => {
      await on.endpoints.remove(endpointId, 'shop');
      return { responseStatus: 204 };
    });
    await run(id);
    await run(id);
    await run(randomUUID());
    expect(on.sent).toHaveLength(1);
  });
});

describe('an endpoint', () => {
  async function exhausted(id: string): Promise<void> {
    await database.query('UPDATE webhook_deliveries SET tries = $2 WHERE id = $1', [id, PAUSES_MS.length]);
    on.answer({ responseStatus: 500 });
    await run(id);
  }

  it('that has failed for a day is disabled, and whoever is left is told', async () => {
    const { id, endpointId } = await aDelivery();
    const other = await anEndpoint('https://other.example/', ['match.expired']);
    await anEndpoint('https://bank.example/', undefined, 'bank');
    await on.fanOut.deliver(noticeOf(await aMatch()));
    const pending = on.jobs.at(-1)!.data.deliveryId;
    await failingFor(endpointId, 24);
    on.jobs.length = 0;
    await exhausted(id);
    expect(await endpoint(endpointId)).toMatchObject({
      ...{ disabledAt: on.clock.now(), disabledReason: 'failing' },
    });
    expect(await find(pending)).toMatchObject({ status: 'failed', nextAttemptAt: null });
    expect(log.lines.join()).not.toContain('partner.example');
    expect(await on.registry.metrics()).toContain('webhook_endpoints_disabled_total{reason="failing"} 1');
    expect(on.jobs).toHaveLength(1);
    on.answer({ responseStatus: 204 });
    await run(on.jobs[0]!.data.deliveryId);
    const { url, body } = on.sent.at(-1)!;
    expect(url).toBe('https://other.example/');
    expect(JSON.parse(body)).toEqual({
      type: 'webhook.endpoint_disabled',
      timestamp: on.clock.now().toISOString(),
      data: { endpointId, reason: 'failing' },
    });
    expect((await endpoint(other.id)).disabledAt).toBeNull();
  });

  it.each([
    ['has failed for less', 23],
    ['has had a success since', 0],
  ])('that %s is not', async (_what, hours) => {
    const { id, endpointId } = await aDelivery();
    if (hours > 0) await failingFor(endpointId, hours);
    await exhausted(id);
    expect(await find(id)).toMatchObject({ status: 'failed' });
    expect((await endpoint(endpointId)).disabledAt).toBeNull();
  });

  it('that says it is gone is disabled at once', async () => {
    const { id, endpointId } = await aDelivery();
    on.answer({ responseStatus: 410 });
    await run(id);
    expect(await endpoint(endpointId)).toMatchObject({ disabledReason: 'gone' });
    expect((await find(id)).status).toBe('failed');
  });

  it('that is disabled gets nothing, also of what was on its way; enabled again, it does', async () => {
    const { id, endpointId } = await aDelivery();
    await on.service.change('shop', endpointId, { enabled: false });
    await run(id);
    expect(await find(id)).toMatchObject({ status: 'failed', attempts: [] });
    expect(await on.service.resend('shop', id)).toBeNull();
    expect(await on.service.test('shop', endpointId)).toBeNull();
    await on.fanOut.deliver(noticeOf(await aMatch()));
    expect(on.sent).toEqual([]);
    const enabled = await on.service.change('shop', endpointId, { enabled: true });
    expect(enabled).toMatchObject({ disabledAt: null, disabledReason: null, failingSince: null });
    await on.service.resend('shop', id);
    await run(id);
    expect((await find(id)).status).toBe('delivered');
  });

  it('a delivery that slipped in while it was being disabled ends', async () => {
    const { id, endpointId } = await aDelivery();
    await database.query('UPDATE webhook_endpoints SET disabled_at = now() WHERE id = $1', [endpointId]);
    await run(id);
    expect(await find(id)).toMatchObject({ status: 'failed', endedAt: expect.any(Date) });
  });

  it('with a new address has no past', async () => {
    const { id } = await anEndpoint();
    await failingFor(id, 30);
    await on.service.change('shop', id, { description: 'the same' });
    expect((await endpoint(id)).failingSince).not.toBeNull();
    const url = 'https://elsewhere.example/';
    expect(await on.service.change('shop', id, { url })).toMatchObject({ url, failingSince: null });
  });

  it('is tested once', async () => {
    const { id } = await anEndpoint();
    const delivery = await on.service.test('shop', id);
    on.answer({ error: 'connection_refused' });
    await run(delivery!.id);
    expect(await find(delivery!.id)).toMatchObject({
      ...{ status: 'failed', type: 'webhook.test', matchId: null },
      attempts: [{ error: 'connection_refused', responseStatus: null }],
    });
  });

  it('is not to blame for a test that fails, and is cleared by one that arrives', async () => {
    const { id } = await anEndpoint();
    const test = async (result: Partial<AttemptResult>) => {
      const { id: delivery } = (await on.service.test('shop', id))!;
      on.answer(result);
      await run(delivery);
      return (await find(delivery)).status;
    };
    expect(await test({ responseStatus: 500 })).toBe('failed');
    expect((await endpoint(id)).failingSince).toBeNull();
    await failingFor(id, 30);
    expect(await test({ error: 'timeout' })).toBe('failed');
    expect((await endpoint(id)).disabledAt).toBeNull();
    expect(await test({ responseStatus: 204 })).toBe('delivered');
    expect((await endpoint(id)).failingSince).toBeNull();
  });

  it.each([410, 500])('is not to blame for what its old address answers: %s', async (responseStatus) => {
    const { id, endpointId } = await aDelivery();
    on.answer(async () => {
      await on.service.change('shop', endpointId, { url: 'https://elsewhere.example/' });
      return { responseStatus };
    });
    await run(id);
    expect(await endpoint(endpointId)).toMatchObject({ failingSince: null, disabledAt: null });
    on.answer({ responseStatus: 410 });
    await on.service.resend('shop', id);
    await run(id);
    expect(await endpoint(endpointId)).toMatchObject({ disabledReason: 'gone' });
  });

  it('that is disabled fails its deliveries, and each is counted once', async () => {
    const failed = async () => {
      const { values } = await on.registry.getSingleMetric('webhook_deliveries_total')!.get();
      return values.map(({ labels, value }) => [labels['outcome'], value]);
    };
    const { id, endpointId } = await aDelivery();
    await on.fanOut.deliver(noticeOf(await aMatch()));
    await on.service.change('shop', endpointId, { enabled: false });
    await on.service.change('shop', endpointId, { enabled: false });
    await run(id);
    expect(await failed()).toEqual([['failed', 2]]);

    await on.service.change('shop', endpointId, { enabled: true });
    await on.fanOut.deliver(noticeOf(await aMatch()));
    const slippedIn = on.jobs.at(-1)!.data.deliveryId;
    await database.query('UPDATE webhook_endpoints SET disabled_at = now() WHERE id = $1', [endpointId]);
    await run(slippedIn);
    await run(slippedIn);
    expect(await failed()).toEqual([['failed', 3]]);

    await on.service.change('shop', endpointId, { enabled: true });
    await on.fanOut.deliver(noticeOf(await aMatch()));
    on.answer(async () => {
      await on.service.change('shop', endpointId, { enabled: false });
      return { responseStatus: 410 };
    });
    await run(on.jobs.at(-1)!.data.deliveryId);
    expect(await failed()).toEqual([['failed', 4]]);
  });

  it('there can be only so many of', async () => {
    for (let i = 0; i < 20; i += 1) await anEndpoint();
    expect(await on.service.create('shop', { url: 'https://one-more.example/' })).toBeNull();
    expect(await on.service.create('bank', { url: 'https://partner.example/' })).not.toBeNull();
  });

  it('keeps its address and its secrets sealed', async () => {
    const { id, secret } = await anEndpoint('https://partner.example/canary-path');
    await on.service.rotateSecret('shop', id);
    const { rows } = await database.query('SELECT * FROM webhook_endpoints');
    const text = JSON.stringify(rows, (_key, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    for (const needle of ['canary-path', secret, secret.slice(6)]) expect(text).not.toContain(needle);
    expect((await endpoint(id)).events).toEqual(MATCH_EVENTS);
  });
});
