import { jest } from '@jest/globals';
import { PrismaMatchChanges } from '../../apps/admin/src/live/prisma-match-changes.js';
import { AdminProcess } from '../support/admin-process.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { serverUrl } from '../support/database.js';
import { EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';
import { staffOf } from '../support/staff.js';

const CAMILLE = '0600001001';
const HUGO = '0600001003';
const STREAM = '/api/v1/matches/stream';
const HEARTBEAT_MS = 15_000;
const onServer = serverUrl === undefined ? describe.skip : describe;

describe('one instance', () => {
  let service: AdminService;
  const opened: EventStream[] = [];
  beforeAll(async () => {
    service = await AdminService.start();
  });
  afterAll(() => service.close());
  afterEach(() => {
    for (const stream of opened.splice(0)) stream.close();
  });

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  async function listen(headers?: Readonly<Record<string, string>>): Promise<EventStream> {
    const stream = await EventStream.open(service.url + STREAM, headers);
    opened.push(stream);
    return stream;
  }
  async function match(call: object = {}, number = CAMILLE): Promise<string> {
    const { status, body } = await service.post('/api/v1/matches', claim(number), call);
    expect(status).toBe(201);
    return body.id;
  }
  const lines = async (query: string) => (await service.get(`/api/v1/audit/events?${query}`)).body.items;

  it('tells of a match that is made and of every change, as the list shows it', async () => {
    const stream = await listen();
    await stream.ready();
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.response.headers.get('cache-control')).toBe('no-store');
    const consent = { returnUrl: `${service.url}/back` };
    const { body } = await service.match(claim(HUGO, { consent }));
    await stream.told(body.id, 'consent_pending');
    await service.comeBack(await service.decide(body.consent.url, 'agree'));
    await stream.told(body.id, 'scored');
    const listed = (await service.get('/api/v1/matches?limit=1')).body.items[0];
    expect(stream.matches.at(-1)).toEqual(listed);
    expect(JSON.stringify(stream.matches)).not.toContain('0600001003');
    expect(stream.events.some(({ event }) => event === 'reset')).toBe(false);
  });

  it('a key hears of its own application only', async () => {
    const shop = await keyWith(service, ['matches:create', 'matches:read'], 'shop');
    const stream = await listen(bearer(shop.key));
    await stream.ready();
    const theirs = await match();
    const ours = await match({ key: shop.key });
    await stream.told(ours, 'scored');
    expect(stream.matches.map(({ id }) => id)).not.toContain(theirs);
  });

  it('goes on where it was, and misses nothing', async () => {
    const first = await listen();
    await first.ready();
    await first.told(await match(), 'scored');
    first.close();
    const missed = [await match(), await match(), await match()];
    // The log has them before we are back.
    const all = await listen({ 'last-event-id': first.lastId, ...bearer(service.env['BOOTSTRAP_API_KEY']!) });
    for (const id of missed) await all.told(id, 'scored');
    const again = await listen({ 'last-event-id': all.lastId, ...bearer(service.env['BOOTSTRAP_API_KEY']!) });
    await again.ready();
    const next = await match();
    await again.told(next, 'scored');
    expect(again.matches.filter(({ id }) => missed.includes(id))).toEqual([]);
  });

  it('says so where too much was missed, or the id is of another log', async () => {
    const stream = await listen({
      'last-event-id': '999999999',
      ...bearer(service.env['BOOTSTRAP_API_KEY']!),
    });
    await stream.ready();
    expect(stream.events.map(({ event }) => event)).toEqual(['reset', 'ready']);
    const id = await match();
    await stream.told(id, 'scored');
  });

  it('asks the database once for all, and not while nobody listens', async () => {
    const changes = service.app.get(PrismaMatchChanges, { strict: false });
    const asked = jest.spyOn(changes, 'from');
    for (const stream of opened.splice(0)) stream.close();
    await eventually(
      async () => {
        asked.mockClear();
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        return asked.mock.calls.length;
      },
      (count) => count === 0,
      20_000,
    );
    const streams = [await listen(), await listen(), await listen()];
    for (const stream of streams) await stream.ready();
    asked.mockClear();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(asked.mock.calls.length).toBeGreaterThanOrEqual(1);
    expect(asked.mock.calls.length).toBeLessThanOrEqual(5);
    asked.mockRestore();
  });

  it('is bounded for each, and says when to come back', async () => {
    const { id, key } = await keyWith(service, ['matches:read'], 'many');
    const streams = [];
    for (let i = 0; i < 10; i += 1) streams.push(await listen(bearer(key)));
    const refused = await service.get(STREAM, { key });
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      ...[503, 'too_many_listeners', '30'],
    ]);
    streams[0]?.close();
    await eventually(
      () => lines(`actor=key:${id}&action=match.streamed`),
      (items) => items.length === 1,
    );
    const last = await listen(bearer(key));
    await last.ready();
    expect(last.response.status).toBe(200);
  });

  it('is on record when it begins, and with how many it showed when it ends', async () => {
    const { id, key } = await keyWith(service, ['matches:create', 'matches:read'], 'counted');
    const stream = await listen(bearer(key));
    await stream.ready();
    await stream.told(await match({ key }), 'scored');
    const count = stream.matches.length;
    stream.close();
    const [end] = await eventually(
      () => lines(`actor=key:${id}&action=match.streamed`),
      (items) => items.length > 0,
    );
    expect(end).toMatchObject({ outcome: 'allowed', application: 'counted', data: { count } });
    expect(await lines(`actor=key:${id}&action=match.stream`)).toMatchObject([
      { outcome: 'allowed', permission: 'matches:read', data: { resumed: false } },
    ]);
  });

  it(
    'ends when the key is revoked or the session is over, and keeps nobody signed in',
    async () => {
      const { id, key } = await keyWith(service, ['matches:read'], 'shop');
      const { browser } = await staffOf(service, ['viewer']);
      const cookie = { cookie: browser.cookie, ...browser.headers };
      const [ofKey, ofPerson, stays] = [await listen(bearer(key)), await listen(cookie), await listen()];
      for (const stream of [ofKey, ofPerson, stays]) await stream.ready();
      await service.query(`UPDATE sessions SET last_seen_at = now() - interval '5 minutes'`);
      const before = await service.query('SELECT last_seen_at::text FROM sessions ORDER BY id');
      await eventually(
        () => Promise.resolve(ofPerson.comments),
        (comments) => comments >= 2,
        2 * HEARTBEAT_MS,
      );
      expect(await service.query('SELECT last_seen_at::text FROM sessions ORDER BY id')).toEqual(before);
      await service.call('DELETE', `/api/v1/keys/${id}`);
      await service.query('DELETE FROM sessions');
      await eventually(
        () => Promise.resolve([ofKey.ended, ofPerson.ended]),
        (ended) => ended.every(Boolean),
        2 * HEARTBEAT_MS,
      );
      expect(stays.ended).toBe(false);
    },
    6 * HEARTBEAT_MS,
  );

  it.each([
    ['Last-Event-ID', { 'last-event-id': 'x' }, 400, 'validation_failed'],
    ['Accept', { accept: 'application/json' }, 406, 'not_acceptable'],
  ])('a wrong %s: %s', async (_name, headers, status, code) => {
    const answer = await service.get(STREAM, { headers });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('HEAD has nothing to follow', async () => {
    const answer = await fetch(service.url + STREAM, {
      ...{ method: 'HEAD', headers: bearer(service.env['BOOTSTRAP_API_KEY']!) },
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^text\/event-stream/),
    ]);
  });
});

describe('a process', () => {
  let one: AdminProcess;
  beforeAll(async () => {
    one = await AdminProcess.start({});
  });
  afterAll(() => one.close());

  it('does not wait for those who listen when it stops', async () => {
    const stream = await EventStream.open(one.url + STREAM);
    await stream.ready();
    const began = Date.now();
    const code = await one.stop('SIGTERM');
    expect([code, Date.now() - began < 8_000, stream.ended]).toEqual([0, true, true]);
    await one.start();
  });

  onServer('beside another', () => {
    it('tells of what was made there', async () => {
      const other = await one.another();
      const stream = await EventStream.open(one.url + STREAM);
      await stream.ready();
      const { body } = await other.match(claim(CAMILLE));
      await stream.told(body.id, 'scored');
      stream.close();
      await other.stop('SIGKILL');
    });
  });
});
