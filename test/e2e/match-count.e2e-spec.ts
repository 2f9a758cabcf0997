import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { keyWith } from '../support/keys.js';

const COUNT = '/api/v1/matches/count';
const CAMILLE = '0600001001';

let service: AdminService;
let key: string;
beforeAll(async () => {
  service = await AdminService.start();
  ({ key } = await keyWith(service, ['matches:create', 'matches:read'], 'shop'));
  for (const [number, more, call] of [
    [CAMILLE, { reference: 'a' }, {}],
    [CAMILLE, { purpose: 'p' }, { key }],
    ['0600001002', {}, {}],
    ['0600000013', { reference: 'a' }, { key }],
    ['0600000021', {}, {}],
  ] as const) {
    expect((await service.post('/api/v1/matches', claim(number, more), call)).status).toBe(201);
  }
});
afterAll(() => service.close());

const count = async (query = '', call = {}) => (await service.get(`${COUNT}${query}`, call)).body;
const listed = async (query = '', call = {}) =>
  (await service.get(`/api/v1/matches${query}`, call)).body.items.length;

it.each([
  ...['', '?status=scored', '?status=rejected&errorId=13', `?number=${CAMILLE}`, '?reference=a'],
  ...['?verdict=match', '?verdict=mismatch', '?application=shop', '?application=none', '?operator=Orange'],
  ...['?country=FR', '?country=DE', '?from=2000-01-01', '?to=2000-01-01', '?review=open'],
  ...['?email=nobody@example.com', '?number=0699999999', '?status=scored&application=shop&reference=a'],
  `?from=${new Date().toISOString().slice(0, 10)}&status=scored`,
])('%s: as many as the list has, for all and for a key', async (query) => {
  expect(await count(query)).toEqual({ count: await listed(query), exact: true });
  expect(await count(query, { key })).toEqual({ count: await listed(query, { key }), exact: true });
});

it('is on record by the names of its filters', async () => {
  await count(`?number=${CAMILLE}`);
  const { items } = (await service.get('/api/v1/audit/events?action=match.count&limit=1')).body;
  expect(items[0]).toMatchObject({ outcome: 'allowed', data: { filters: ['number'] } });
});

it.each(['?limit=1', '?cursor=x', '?status=x', '?number=1'])('%s: 400', async (query) => {
  expect((await service.get(`${COUNT}${query}`)).status).toBe(400);
});

it('beyond 10,000 it says so, and looks at no more', async () => {
  // Sealed values are of no length that matters here; ids are in the order of time, as the service makes them.
  await service.query(`
    INSERT INTO matches (id, status, created_at, number_sealed, number_hint, country, identity_sealed, consent_offered,
      application, operator, verdict)
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7000' || '8' || lpad(to_hex(i), 15, '0'))::uuid,
      'scored', at, ''::bytea, '00', 'FR', ''::bytea, false, 'large',
      CASE WHEN i % 1000 = 0 THEN 'Rare' END, 'match'
    FROM (SELECT i, timestamptz '2026-01-01' + i * interval '1 second' AS at FROM generate_series(1, 12000) i) rows`);
  expect(await count('?application=large')).toEqual({ count: 10_000, exact: false });
  expect(await count()).toEqual({ count: 10_000, exact: false });
  expect(await count('?application=large&verdict=mismatch')).toEqual({ count: 0, exact: false });
  // At least those among the newest: one more than 10,000 is looked at, to know that there is.
  expect(await count('?application=large&operator=Rare')).toEqual({ count: 11, exact: false });
  // A period has fewer.
  const period = '?application=large&from=2026-01-01T01:00:00Z&to=2026-01-01T01:10:00Z';
  expect(await count(period)).toEqual({ count: 600, exact: true });
  expect(await count('?to=2026-01-01T00:00:11Z')).toEqual({ count: 10, exact: true });
});
