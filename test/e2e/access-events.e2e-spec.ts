import { AccessTally } from '../../apps/admin/src/access/access-tally.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { keyOf, keyWith } from '../support/keys.js';

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows

const EVENTS = '/api/v1/audit/events';
const MATCHES = '/api/v1/matches';
const CAMILLE = '0600001001';

let service: AdminService;
let operator: { id: string; key: string };
let auditor: { id: string; key: string };
beforeAll(async () => {
  service = await AdminService.start();
  operator = await keyWith(service, ['matches:create', 'matches:read', 'exports:read'], 'shop');
  auditor = await keyOf(service, 'auditor', 'shop');
});
afterAll(() => service.close());

/** Newest first, without what reading them adds. */
const events = async (query = ''): Promise<Json[]> =>
  (await service.get(`${EVENTS}?limit=500&${query}`)).body.items;
const ofOperator = (query = '') => events(`actor=key:${operator.id}&${query}`);
const brief = ({ action, outcome, target, data }: Json) => [action, outcome, target.id, data];
const as = (key: string) => ({ key });

describe('on record is', () => {
  it('a list, by the names of its filters and its count, never by their values', async () => {
    await service.get(`${MATCHES}?number=${CAMILLE}&reference=canary&limit=5`, as(operator.key));
    const [event] = await ofOperator('action=match.list');
    expect(event).toEqual({
      ...{ id: expect.any(String), at: expect.any(String), actor: { kind: 'key', id: operator.id } },
      ...{ application: 'shop', action: 'match.list', target: { type: 'match', id: null } },
      ...{ outcome: 'allowed', permission: 'matches:read', requestId: expect.any(String) },
      data: { filters: ['number', 'reference'], count: 0 },
    });
  });

  it('a match that was asked for, a view of it, and its timeline', async () => {
    const { body } = await service.post(MATCHES, claim(CAMILLE), as(operator.key));
    await service.get(`${MATCHES}/${body.id}`, as(operator.key));
    await service.get(`${MATCHES}/${body.id}/events`, as(operator.key));
    expect((await events(`target=${body.id}`)).map(brief)).toEqual([
      ['match.timeline', 'allowed', body.id, { count: expect.any(Number) }],
      ['match.view', 'allowed', body.id, {}],
      ['match.create', 'allowed', body.id, {}],
    ]);
    const [asked] = await ofOperator('action=match.create');
    expect(asked).toMatchObject({ id: body.id, application: 'shop', permission: 'matches:create' });
  });

  it('a repeated answer, and a match that was refused or failed', async () => {
    const headers = { 'idempotency-key': 'again' };
    const { body } = await service.post(MATCHES, claim(CAMILLE), { ...as(operator.key), headers });
    await service.post(MATCHES, claim(CAMILLE), { ...as(operator.key), headers });
    await service.post(MATCHES, claim('0600001002'), { ...as(operator.key), headers });
    await service.post(MATCHES, { number: 'Curie' }, as(operator.key));
    await service.post(MATCHES, claim(CAMILLE), as(auditor.key));
    const [wrong, reused, again] = await ofOperator('action=match.create');
    expect([wrong, reused, again].map(brief)).toEqual([
      ['match.create', 'failed', null, { status: 400, code: 'validation_failed' }],
      ['match.create', 'failed', null, { status: 409, code: 'idempotency_key_reused' }],
      ['match.create', 'allowed', body.id, { repeated: true }],
    ]);
    const [refused] = await events(`actor=key:${auditor.id}&outcome=refused`);
    expect(brief(refused)).toEqual(['match.create', 'refused', null, {}]);
  });

  it('a match without an answer, by its id', async () => {
    const { status, body } = await service.post(MATCHES, claim('0600000106'), as(operator.key));
    expect(status).toBe(502);
    expect((await events(`target=${body.matchId}`)).map(brief)).toEqual([
      ['match.create', 'failed', body.matchId, { status: 502, code: 'dqe_http_status' }],
      ['match.create', 'allowed', body.matchId, {}],
    ]);
  });

  it('an export, when it begins and when it ends', async () => {
    const { headers } = await service.get(
      '/api/v1/exports/matches?format=ndjson&status=scored',
      as(operator.key),
    );
    const id = headers['x-export-id'];
    const [end, run] = await ofOperator();
    const data = { format: 'ndjson', filters: ['status'] };
    expect([run, end].map(brief)).toEqual([
      ['export.run', 'allowed', id, data],
      ['export.end', 'allowed', id, { ...data, count: expect.any(Number) }],
    ]);
    expect(end.data.count).toBeGreaterThan(0);
  });

  it('everything that is done with keys, by their id', async () => {
    const wanted = { application: 'shop', name: 'canary', scopes: ['matches:read'] };
    const { body } = await service.post('/api/v1/keys', wanted);
    await service.get(`/api/v1/keys/${body.id}`);
    await service.call('PATCH', `/api/v1/keys/${body.id}`, { json: { name: 'canary 2' } });
    const { body: next } = await service.post(`/api/v1/keys/${body.id}/rotate`, { overlapHours: 1 });
    await service.call('DELETE', `/api/v1/keys/${body.id}`);
    expect((await events(`target=${body.id}`)).map(brief).reverse()).toEqual([
      ['key.create', 'allowed', body.id, { application: 'shop', scopes: ['matches:read'] }],
      ['key.view', 'allowed', body.id, {}],
      ['key.change', 'allowed', body.id, { fields: ['name'] }],
      ['key.rotate', 'allowed', body.id, { rotatedTo: next.id, overlapHours: 1 }],
      ['key.revoke', 'allowed', body.id, {}],
    ]);
    expect(JSON.stringify(await events())).not.toMatch(/canary|dqe_live/);
  });

  it('an attempt to hand out what one does not have', async () => {
    await service.post('/api/v1/keys', { application: 'shop', name: 'n', scopes: ['matches:reveal'] });
    const [event] = await events('action=key.create&outcome=refused');
    expect(event.data).toEqual({ status: 403, code: 'scope_not_held' });
  });

  it('a key that was revoked, by its id; unknown ones, by their number', async () => {
    const { id, key } = await keyWith(service, ['matches:read'], 'shop');
    await service.call('DELETE', `/api/v1/keys/${id}`);
    for (let i = 0; i < 3; i += 1) await service.get(MATCHES, as(key));
    for (let i = 0; i < 5; i += 1) await service.get(MATCHES, as(`wrong-${i}`));
    await service.app.get(AccessTally).flush();
    const refusals = (of: Json[]) => of.map(({ action, data }) => [action, data.reason, data.count]);
    expect(refusals(await events(`actor=key:${id}`))).toEqual([
      ['access.refused', 'key_revoked', 2],
      ['access.refused', 'key_revoked', 1],
    ]);
    expect(refusals(await events('actor=anonymous'))).toEqual([
      ['access.refused', 'unknown_key', 4],
      ['access.refused', 'unknown_key', 1],
    ]);
  });

  it('that this very record was read', async () => {
    await service.get(`${EVENTS}?action=match.list&limit=2`, as(auditor.key));
    const [read] = await events(`actor=key:${auditor.id}&action=audit.read`);
    expect(brief(read)).toEqual(['audit.read', 'allowed', null, { filters: ['action'], count: 1 }]);
  });
});

describe('reading it', () => {
  it('page by page: every line once, newest first, matches among them', async () => {
    const all = (await events(`actor=key:${operator.id}`)).map(({ id }) => id);
    expect(all).toEqual([...all].sort().reverse());
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await service.get(`${EVENTS}?actor=key:${operator.id}&limit=3${more}`);
      seen.push(...body.items.map(({ id }: Json) => id));
      cursor = body.nextCursor as string | null;
    }
    expect(seen).toEqual(all);
  });

  it('by time: from is included, to is not', async () => {
    const [event] = await ofOperator('action=match.list');
    const at = Date.parse(event.at);
    const within = async (from: number, to: number) => {
      const period = [from, to].map((ms) => encodeURIComponent(new Date(ms).toISOString()));
      return (await ofOperator(`from=${period[0]}&to=${period[1]}`)).some(({ id }) => id === event.id);
    };
    expect([await within(at, at + 1), await within(at - 1, at), await within(at + 1, at + 2)]).toEqual([
      ...[true, false, false],
    ]);
  });

  it.each([
    'actor=Marie',
    'actor=key:a%20b',
    'action=match.eat',
    'outcome=maybe',
    'target=a%20b',
    'application=The%20Shop',
    'from=yesterday',
    'limit=0',
    'cursor=x',
    'name=x',
  ])('%s: 400', async (query) => {
    expect((await service.get(`${EVENTS}?${query}`)).status).toBe(400);
  });

  it('a key reads what keys of its application did', async () => {
    const bank = await keyOf(service, 'auditor', 'bank');
    await service.get(MATCHES, as(bank.key));
    const read = async (key: string, query = '') =>
      (await service.get(`${EVENTS}?limit=500&${query}`, as(key))).body.items.map(
        ({ application }: Json) => application,
      );
    expect(new Set(await read(bank.key))).toEqual(new Set(['bank']));
    expect(new Set(await read(auditor.key))).toEqual(new Set(['shop']));
    expect(await read(bank.key, 'application=shop')).toEqual([]);
    expect(new Set((await events()).map(({ application }) => application))).toEqual(
      new Set(['default', 'shop', 'bank', null]),
    );
  });

  it('a key of the bootstrap key’s application reads nothing of what that and people did', async () => {
    const auditor = await keyOf(service, 'auditor');
    const { id, key } = await keyWith(service, ['matches:create', 'matches:read']);
    const { body: ours } = await service.post(MATCHES, claim(CAMILLE), as(key));
    const { body: theirs } = await service.post(MATCHES, claim(CAMILLE), as(operator.key));
    await service.get(`${MATCHES}/${theirs.id}`);
    await service.match(claim(CAMILLE));
    const kinds = (items: Json[]) => new Set(items.map(({ actor }) => actor.kind));
    expect([...kinds(await events('application=default'))]).toEqual(
      expect.arrayContaining(['bootstrap', 'key']),
    );
    const { items } = (await service.get(`${EVENTS}?limit=500`, as(auditor.key))).body;
    expect([...kinds(items)]).toEqual(['key']);
    expect(items.map(({ target }: Json) => target.id)).toContain(ours.id);
    const asked = async (query: string) =>
      (await service.get(`${EVENTS}?${query}`, as(auditor.key))).body.items.length;
    expect(await asked(`target=${theirs.id}`)).toBe(0);
    expect(await asked('actor=bootstrap')).toBe(0);
    expect(await asked(`actor=key:${id}`)).toBe(1);
  });

  it('takes the permission', async () => {
    expect((await service.get(EVENTS, as(operator.key))).status).toBe(403);
  });
});

describe('while nothing can be put on record', () => {
  beforeAll(() => service.query('ALTER TABLE access_events RENAME TO away'));
  afterAll(() => service.query('ALTER TABLE away RENAME TO access_events'));

  it('nothing is shown', async () => {
    const { status, body } = await service.get(MATCHES, as(operator.key));
    expect([status, body.code]).toEqual([503, 'access_not_recorded']);
  });

  it('no key is made, and none changed', async () => {
    const keys = () => service.query('SELECT id, name, revoked_at::text FROM api_keys ORDER BY id');
    const before = await keys();
    const wanted = { application: 'shop', name: 'n', scopes: ['matches:read'] };
    await expect(service.post('/api/v1/keys', wanted)).rejects.toThrow('500');
    await expect(service.call('DELETE', `/api/v1/keys/${operator.id}`)).rejects.toThrow('500');
    expect(await keys()).toEqual(before);
  });

  it('a match is made: it is its own record', async () => {
    expect((await service.post(MATCHES, claim(CAMILLE), as(operator.key))).status).toBe(201);
  });
});
