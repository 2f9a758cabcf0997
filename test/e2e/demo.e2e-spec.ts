import { demoPersons } from '../../apps/admin/src/demo/demo-persons.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';
import { by, PersonsModule } from '../support/persons.js';

const DEMO = '/api/v1/demo';
const CAMILLE = '0600001001';
const AUDITOR = by('otto', 'auditor');
const MATCHES = 600;

let service: AdminService;
let real: string;
beforeAll(async () => {
  service = await AdminService.start({ modules: [PersonsModule] });
  real = (await service.match(claim(CAMILLE))).body.id;
});
afterAll(() => service.close());

const idle = () =>
  eventually(
    async () => (await service.get(DEMO)).body,
    ({ state }) => state === 'idle',
    60_000,
  );
const count = async (query = '') => (await service.get(`/api/v1/matches/count${query}`)).body.count;

it('is loaded on request: matches that can be found, revealed and explained', async () => {
  expect((await service.get(DEMO)).body).toEqual({
    matches: 0,
    state: 'idle',
    progress: null,
    offered: true,
  });
  const begun = await service.post(DEMO, { matches: MATCHES });
  expect([begun.status, begun.body.state]).toEqual([202, 'loading']);
  expect(['demo_busy', 'demo_present']).toContain((await service.post(DEMO, { matches: MATCHES })).body.code);
  expect((await idle()).matches).toBe(MATCHES);
  expect(await count()).toBe(MATCHES + 1);
  expect(await count('?application=demo-shop')).toBeGreaterThan(MATCHES / 3);
  expect(await count('?status=expired')).toBeGreaterThan(0);
  expect(await count('?review=overridden')).toBeGreaterThan(0);
  expect(await count('?review=open')).toBeGreaterThan(0);
  expect((await service.post(DEMO, { matches: MATCHES })).body.code).toBe('demo_present');

  const persons = demoPersons(24);
  const found = (await service.get('/api/v1/matches?application=demo-shop&status=scored&limit=1')).body
    .items[0];
  const { body } = await service.post(
    `/api/v1/matches/${found.id}/reveal`,
    { reason: 'Looking at sample data', fields: ['number', 'lastName'] },
    AUDITOR,
  );
  const person = persons.find(({ number }) => number === body.number);
  expect(body.identity?.lastName ?? body.lastName).toBe(person?.identity.lastName);
  const number = `0${person!.number.slice(3)}`;
  expect(await count(`?number=${number}`)).toBeGreaterThan(0);
  expect(await count(`?email=${person!.identity.email!}`)).toBeGreaterThan(0);
  const explained = (await service.get(`/api/v1/matches/${found.id}/explanation`)).body;
  expect(explained.scores).not.toHaveLength(0);
});

it('enters the log as everything does, and the log holds', async () => {
  await eventually(
    async () =>
      (await service.query<{ left: number }>('SELECT count(*)::int AS left FROM log_queue'))[0]!.left,
    (left) => left === 0,
    60_000,
  );
  const begun = await service.post('/api/v1/evidence/checks', {}, AUDITOR);
  expect(begun.status).toBeLessThan(300);
  const done = await eventually(
    async () => (await service.get('/api/v1/evidence/checks?limit=1', AUDITOR)).body.items[0],
    (check) => check.result !== null,
    60_000,
  );
  expect([done.result, done.findings]).toEqual(['ok', []]);
});

it('is removed again, with the keys of its people; a hold keeps what it is on, and others keep theirs', async () => {
  const [{ id }] = (await service.get('/api/v1/matches?application=demo-bank&limit=1')).body.items;
  const hold = { matchId: id, reason: 'A case before the court' };
  const held = await service.post('/api/v1/holds', hold);
  expect(held.status).toBe(201);
  expect((await service.call('DELETE', DEMO)).status).toBe(202);
  expect(await idle()).toMatchObject({ matches: 1, state: 'idle' });
  expect(await count()).toBe(2);
  await service.post(`/api/v1/holds/${held.body.id}/release`, { reason: 'The case has ended' });
  await service.call('DELETE', DEMO);
  expect(await idle()).toMatchObject({ matches: 0 });
  expect(await count()).toBe(1);
  expect((await service.get(`/api/v1/matches/${real}`)).status).toBe(200);
  const [left] = await service.query(
    `SELECT (SELECT count(*)::int FROM subjects WHERE erased_at IS NULL) AS subjects,
      (SELECT count(*)::int FROM subject_keys WHERE wrapped IS NOT NULL) AS keys,
      (SELECT count(*)::int FROM match_events WHERE match_id <> '${real}') AS events,
      (SELECT count(*)::int FROM reviews) AS reviews`,
  );
  expect(left).toEqual({ subjects: 1, keys: 1, events: 0, reviews: 0 });
});

it('is on record, for who may manage the whole service only', async () => {
  const { items } = (await service.get('/api/v1/audit/events?action=demo.load&limit=10')).body;
  expect(items.filter(({ outcome }: { outcome: string }) => outcome === 'allowed')).toHaveLength(1);
  const { key } = await keyWith(service, ['settings:manage'], 'shop');
  expect((await service.post(DEMO, { matches: 100 }, { key })).body.code).toBe('other_application');
  expect((await service.get(DEMO, by('vera', 'viewer'))).status).toBe(403);
});

it.each([{}, { matches: 1 }, { matches: 1e6 }, { matches: 'all' }])('%j: 400', async (body) => {
  const answer = await service.post(DEMO, body);
  expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'matches']);
});
