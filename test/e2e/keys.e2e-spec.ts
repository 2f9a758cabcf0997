import { API_KEY } from '../support/admin-environment.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { keyWith } from '../support/keys.js';
import { ShiftedClock } from '../support/shifted-clock.js';

const KEYS = '/api/v1/keys';
const MATCHES = '/api/v1/matches';
const CAMILLE = '0600001001';
const HOUR_MS = 3_600_000;
const clock = new ShiftedClock();

let service: AdminService;
const log: string[] = [];
beforeAll(async () => {
  service = await AdminService.start({
    clock,
    env: { LOG_LEVEL: 'trace' },
    log: { write: (line: string) => void log.push(line) },
  });
});
afterAll(() => service.close());

const wanted = { application: 'shop', name: 'shop, production', scopes: ['matches:create', 'matches:read'] };
const made = async (more: object = {}, key = API_KEY) => {
  const { status, body } = await service.post(KEYS, { ...wanted, ...more }, { key });
  expect([status, body.code]).toEqual([201, undefined]);
  return body;
};
const inHours = (hours: number) => new Date(clock.now() + hours * HOUR_MS).toISOString();
const list = (key: string) => service.get(MATCHES, { key });
const match = async (key: string, headers = {}, more = {}) =>
  service.post(MATCHES, claim(CAMILLE, more), { key, headers });

describe('a key', () => {
  it('is followed and revoked without a body, whatever the header says of it', async () => {
    const headers = { 'content-type': 'application/json' };
    const { id } = await made();
    for (const wrong of [
      { overlapHours: 'x' },
      { overlapHours: -1 },
      { expiresAt: 'soon' },
      { surplus: 1 },
    ]) {
      expect((await service.post(`${KEYS}/${id}/rotate`, wrong)).status).toBe(400);
    }
    const next = await service.call('POST', `${KEYS}/${id}/rotate`, { headers });
    expect(next.status).toBe(201);
    const revoked = await service.call('DELETE', `${KEYS}/${String(next.body.id)}`, { headers });
    expect([revoked.status, revoked.body.status]).toEqual([200, 'revoked']);
    const empty = await service.call('POST', KEYS, { headers, raw: '' });
    expect([empty.status, empty.body.code]).toEqual([400, 'validation_failed']);
  });

  it('is shown once, and opens what its scopes say', async () => {
    const { key, ...rest } = await made();
    expect(key).toMatch(/^dqe_live_[\w-]{43}$/);
    expect(rest).toEqual({
      ...wanted,
      ...{ id: expect.any(String), prefix: key.slice(0, 13), status: 'active', rotatedTo: null },
      ...{ createdAt: expect.any(String), createdBy: { kind: 'bootstrap', id: 'bootstrap' } },
      ...{ expiresAt: null, lastUsedAt: null, overlapUntil: null, revokedAt: null },
    });
    expect((await match(key)).status).toBe(201);
    expect((await list(key)).status).toBe(200);
    const exported = await service.get('/api/v1/exports/matches', { key });
    expect([exported.status, exported.body.code]).toEqual([403, 'forbidden']);
    expect(exported.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_scope", scope="exports:read"',
    );
    const shown = await service.get(`${KEYS}/${rest.id}`);
    expect(shown.body).toEqual({ ...rest, lastUsedAt: expect.any(String) });
    expect(shown.text).not.toContain(key);
  });

  it('tells when it was used last, to the minute', async () => {
    const { id, key } = await made();
    const used = async () => (await service.get(`${KEYS}/${id}`)).body.lastUsedAt;
    await list(key);
    const first = await used();
    await list(key);
    expect(await used()).toBe(first);
    clock.forward(61_000);
    await list(key);
    expect(Date.parse(await used())).toBeGreaterThan(Date.parse(first));
  });

  it('expires', async () => {
    const { id, key } = await made({ expiresAt: inHours(1) });
    expect((await list(key)).status).toBe(200);
    clock.forward(HOUR_MS);
    const refused = await list(key);
    expect([refused.status, refused.body.code]).toEqual([401, 'key_expired']);
    expect(refused.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    expect((await service.get(`${KEYS}/${id}`)).body.status).toBe('expired');
    const revived = await service.call('PATCH', `${KEYS}/${id}`, { json: { expiresAt: null } });
    expect([revived.status, revived.body.code]).toEqual([409, 'key_not_active']);
  });

  it('is revoked at once, for good, and stays on record', async () => {
    const { id, key } = await made();
    expect((await list(key)).status).toBe(200);
    const revoked = await service.call('DELETE', `${KEYS}/${id}`);
    expect([revoked.status, revoked.body.status]).toEqual([200, 'revoked']);
    const refused = await list(key);
    expect([refused.status, refused.body.code]).toEqual([401, 'key_revoked']);
    expect((await service.call('DELETE', `${KEYS}/${id}`)).body).toEqual({
      ...revoked.body,
      lastUsedAt: expect.any(String),
    });
    expect((await service.get(`${KEYS}/${id}`)).body.revokedAt).toBe(revoked.body.revokedAt);
    expect((await service.post(`${KEYS}/${id}/rotate`, {})).body.code).toBe('key_not_active');
  });

  it('is followed by another: both work for a while, then only the new one', async () => {
    const old = await made();
    const { status, body: next } = await service.post(`${KEYS}/${old.id}/rotate`, { overlapHours: 2 });
    expect([status, next.scopes, next.application]).toEqual([201, wanted.scopes, 'shop']);
    expect((await service.get(`${KEYS}/${old.id}`)).body).toMatchObject({
      ...{ status: 'replaced', rotatedTo: next.id, overlapUntil: expect.any(String) },
    });
    expect([(await list(old.key)).status, (await list(next.key)).status]).toEqual([200, 200]);
    expect((await service.post(`${KEYS}/${old.id}/rotate`, {})).status).toBe(409);
    clock.forward(2 * HOUR_MS);
    expect([(await list(old.key)).body.code, (await list(next.key)).status]).toEqual(['key_expired', 200]);
  });

  it('without overlap the old one ends at once; without a body it lasts a day', async () => {
    const [one, two] = [await made(), await made()];
    await service.post(`${KEYS}/${one.id}/rotate`, { overlapHours: 0 });
    await service.call('POST', `${KEYS}/${two.id}/rotate`);
    expect([(await list(one.key)).status, (await list(two.key)).status]).toEqual([401, 200]);
    clock.forward(24 * HOUR_MS);
    expect((await list(two.key)).status).toBe(401);
  });

  it('gets and loses scopes, at once', async () => {
    const { id, key } = await made({ scopes: ['matches:read'] });
    expect((await match(key)).status).toBe(403);
    const patch = (json: object) => service.call('PATCH', `${KEYS}/${id}`, { json });
    expect((await patch({ scopes: ['matches:create'], name: 'other' })).body).toMatchObject({
      ...{ scopes: ['matches:create'], name: 'other' },
    });
    expect([(await match(key)).status, (await list(key)).status]).toEqual([201, 403]);
    expect((await patch({ scopes: ['matches:reveal'] })).body.code).toBe('scope_not_held');
  });

  it.each([
    ['without a body', undefined, ['application', 'name', 'scopes']],
    ['of no application', { ...wanted, application: 'The Shop' }, ['application']],
    ['without a name', { ...wanted, name: '' }, ['name']],
    ['without scopes', { ...wanted, scopes: [] }, ['scopes']],
    ['with a scope twice', { ...wanted, scopes: ['matches:read', 'matches:read'] }, ['scopes']],
    ['with a scope there is not', { ...wanted, scopes: ['matches:all'] }, ['scopes']],
    ['with an end in the past', { ...wanted, expiresAt: '2020-01-01' }, ['expiresAt']],
    ['with an end that is none', { ...wanted, expiresAt: 'soon' }, ['expiresAt']],
    ['with a key of its own', { ...wanted, key: 'x' }, ['key']],
  ])('%s is refused, naming the field', async (_what, body, fields) => {
    const { status, body: problem } = await service.post(KEYS, body ?? {});
    expect([status, problem.code]).toEqual([400, 'validation_failed']);
    expect(problem.errors.map(({ field }: { field: string }) => field).sort()).toEqual(fields);
  });

  it('that there is not: 404; that cannot be: 400', async () => {
    const none = '019a0000-0000-7000-8000-000000000001';
    expect((await service.get(`${KEYS}/${none}`)).body.code).toBe('key_not_found');
    expect((await service.get(`${KEYS}/none`)).body.code).toBe('validation_failed');
  });

  it('is never logged', async () => {
    const { key } = await made();
    await list(key);
    await list(`${key.slice(0, -1)}x`);
    expect(log.length).toBeGreaterThan(10);
    expect(log.join('')).not.toMatch(/dqe_live_/);
  });
});

describe('nobody hands out what they do not have', () => {
  it('not even the bootstrap key', async () => {
    const { status, body } = await service.post(KEYS, { ...wanted, scopes: ['matches:reveal'] });
    expect([status, body.code]).toEqual([403, 'scope_not_held']);
    expect(body.detail).toContain('matches:reveal');
  });

  it('nor by rotating a key that may more', async () => {
    const { id } = await keyWith(service, ['matches:reveal'], 'shop');
    const { key } = await made({ scopes: ['keys:manage'] });
    const rotated = await service.post(`${KEYS}/${id}/rotate`, {}, { key });
    expect([rotated.status, rotated.body.code]).toEqual([403, 'scope_not_held']);
    expect((await service.post(KEYS, { ...wanted, scopes: ['keys:manage'] }, { key })).status).toBe(201);
  });

  it('a key manages keys of its own application, and sees no others', async () => {
    const { key } = await made({ scopes: ['keys:manage'], application: 'bank' });
    const { id } = await made({ application: 'shop' });
    const other = await service.post(KEYS, { ...wanted, scopes: ['keys:manage'] }, { key });
    expect([other.status, other.body.code]).toEqual([403, 'other_application']);
    for (const [method, path] of [
      ['GET', `${KEYS}/${id}`],
      ['PATCH', `${KEYS}/${id}`],
      ['DELETE', `${KEYS}/${id}`],
      ['POST', `${KEYS}/${id}/rotate`],
    ] as const) {
      const json = method === 'GET' || method === 'DELETE' ? undefined : {};
      expect([method, (await service.call(method, path, { key, json })).status]).toEqual([method, 404]);
    }
    const seen = (await service.get(`${KEYS}?limit=500`, { key })).body.items;
    expect(seen.map(({ application }: { application: string }) => application)).toEqual(['bank']);
    expect((await service.get(`${KEYS}?application=shop`, { key })).body.items).toEqual([]);
  });
});

describe('applications see their own matches only', () => {
  let shop: string;
  let bank: string;
  let ofShop: string;
  const SCOPES = ['matches:create', 'matches:read', 'exports:read'];
  beforeAll(async () => {
    ({ key: shop } = await made({ application: 'a-shop', scopes: SCOPES }));
    ({ key: bank } = await made({ application: 'a-bank', scopes: SCOPES }));
    ofShop = (await match(shop, {}, { reference: 'isolated' })).body.id;
    await match(bank, {}, { reference: 'isolated' });
  });
  const idsIn = async (key: string, query = '') =>
    (await service.get(`${MATCHES}?reference=isolated${query}`, { key })).body.items.map(
      ({ id }: { id: string }) => id,
    );

  it('in lists, by whatever filter', async () => {
    expect(await idsIn(shop)).toEqual([ofShop]);
    expect(await idsIn(bank)).not.toContain(ofShop);
    expect(await idsIn(bank, '&application=a-shop')).toEqual([]);
    expect(await idsIn(shop, '&application=a-shop')).toEqual([ofShop]);
    expect(await idsIn(shop, `&number=${CAMILLE}`)).toEqual([ofShop]);
  });

  it('one by one, and their timelines', async () => {
    for (const path of [`${MATCHES}/${ofShop}`, `${MATCHES}/${ofShop}/events`]) {
      expect((await service.get(path, { key: shop })).status).toBe(200);
      const { status, body } = await service.get(path, { key: bank });
      expect([status, body.code]).toEqual([404, 'match_not_found']);
    }
  });

  it('in exports', async () => {
    const exported = async (key: string) =>
      (await service.get('/api/v1/exports/matches?format=ndjson&reference=isolated', { key })).text;
    expect(await exported(shop)).toContain(ofShop);
    expect(await exported(bank)).not.toContain(ofShop);
  });

  it('and an Idempotency-Key of one is none of another', async () => {
    const header = { 'idempotency-key': 'order-1' };
    const [first, other] = [await match(shop, header), await match(bank, header)];
    expect([first.status, other.status]).toEqual([201, 201]);
    expect(other.body.id).not.toBe(first.body.id);
    expect((await match(shop, header)).body.id).toBe(first.body.id);
    // Also where the key itself looks like one that was made to collide.
    expect((await match(API_KEY, { 'idempotency-key': 'a-shop_order-1' })).body.id).not.toBe(first.body.id);
  });

  it('the bootstrap key sees all, and may ask for those of one', async () => {
    expect(await idsIn(API_KEY)).toHaveLength(2);
    expect(await idsIn(API_KEY, '&application=a-shop')).toEqual([ofShop]);
  });
});

describe('BOOTSTRAP_API_KEY=off', () => {
  it('leaves the keys that were made, and nothing else', async () => {
    const other = await AdminService.start();
    const { body } = await other.post(KEYS, { ...wanted, scopes: ['keys:manage', 'matches:read'] });
    await other.restart({ BOOTSTRAP_API_KEY: 'off' });
    expect((await other.get(MATCHES)).status).toBe(401);
    expect((await other.get(MATCHES, { key: 'off' })).status).toBe(401);
    expect((await other.get(MATCHES, { key: body.key })).status).toBe(200);
    await other.close();
  });
});
