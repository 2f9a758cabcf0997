import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { keyWith } from '../support/keys.js';
import { by, PersonsModule } from '../support/persons.js';
import { ShiftedClock } from '../support/shifted-clock.js';

const MATCHES = '/api/v1/matches';
const RITA = by('rita', 'reviewer');
const THROTTLE_MS = 3_600_000;
const clock = new ShiftedClock();

let service: AdminService;
const keys = { shop: '', bank: '' };
const log: string[] = [];
beforeAll(async () => {
  service = await AdminService.start({
    clock,
    modules: [PersonsModule],
    env: { LOG_LEVEL: 'trace' },
    log: { write: (line: string) => void log.push(line) },
  });
  const scopes = [
    ...(['matches:create', 'matches:read', 'matches:review', 'audit:read', 'subjects:erase'] as const),
  ];
  for (const name of ['shop', 'bank'] as const) keys[name] = (await keyWith(service, scopes, name)).key;
});
afterAll(() => service.close());

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows

const guess = (number: string, lastName: string, key = keys.shop, headers = {}) =>
  service.post(MATCHES, { number, identity: { firstName: 'Guess', lastName } }, { key, headers });
/** As many as are allowed, by the default settings. */
const guesses = async (number: string) => {
  for (const name of ['Ab', 'Bc', 'Cd', 'De', 'Ef']) expect((await guess(number, name)).status).toBe(201);
};
const detections = async (call: object) =>
  (await service.get('/api/v1/audit/events?action=probe.detected&limit=500', call)).body.items;
const casesOf = async (matchId: string): Promise<Json[]> =>
  (await service.get('/api/v1/reviews?cause=probing&limit=500', RITA)).body.items.filter(
    (review: Json) => review.matchId === matchId,
  );
const metric = async (name: string) =>
  Number(new RegExp(`^${name}(?:{[^}]*})? (\\d+)`, 'm').exec((await service.get('/metrics')).text)?.[1] ?? 0);
const asks = () => service.sandbox.counts['/IDMOBILE/'];
const count = async () => Number((await service.query('SELECT count(*) AS n FROM matches'))[0]!['n']);

describe('one identity after another on one number', () => {
  const NUMBER = '0600001001';

  it('is turned away: nothing is sent, people are told once, and the metrics count', async () => {
    await guesses(NUMBER);
    const [before, asked] = [await count(), asks()];
    const refused = await guess(NUMBER, 'Fg');
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      ...[429, 'probing_suspected', '3600'],
    ]);
    await guess('+33600001001', 'Gh');
    expect([await count(), asks()]).toEqual([before, asked]);

    const last = (await service.get(`${MATCHES}?number=${NUMBER}&limit=1`, RITA)).body.items[0].id;
    const [event, ...more] = await detections({});
    expect([more, event]).toMatchObject([
      [],
      {
        ...{ actor: { kind: 'key' }, target: { type: 'match', id: last }, outcome: 'allowed' },
        data: { kind: 'identities', identities: 5, climbs: expect.any(Number) },
      },
    ]);
    const refusals = await service.get('/api/v1/audit/events?action=match.create&outcome=failed');
    expect(refusals.body.items.map(({ data }: Json) => data)).toEqual(
      Array(2).fill({ status: 429, code: 'probing_suspected' }),
    );
    expect(await casesOf(last)).toMatchObject([{ state: 'open', openedBy: null }]);
    expect([await metric('probing_detected_total'), await metric('probing_refused_total')]).toEqual([1, 2]);
  });

  it('what was tried before is answered; a repetition is repeated', async () => {
    expect((await guess(NUMBER, 'ab ')).status).toBe(201);
    const headers = { 'idempotency-key': 'again' };
    const first = await guess(NUMBER, 'Ab', keys.shop, headers);
    const again = await guess(NUMBER, 'Ab', keys.shop, headers);
    expect([first.status, again.body]).toEqual([201, first.body]);
  });

  it('counts over all applications, and tells no other of them', async () => {
    const told = await guess(NUMBER, 'Gh', keys.bank);
    expect([told.status, told.body.code, told.headers['retry-after']]).toEqual([
      429,
      'probing_suspected',
      '3600',
    ]);
    expect(JSON.stringify(told.body)).not.toMatch(/shop|[0-9a-f]{8}-[0-9a-f]{4}-7.*matchId/);
    expect(await detections({ key: keys.bank })).toEqual([]);
    expect((await service.get('/api/v1/reviews', { key: keys.bank })).body.items).toEqual([]);
    expect((await service.get(`${MATCHES}?number=${NUMBER}`, { key: keys.bank })).body.items).toEqual([]);
    // Nor does the application whose matches these are hear of the case, which is drawn from all of them.
    expect((await service.get('/api/v1/reviews', { key: keys.shop })).body.items).toEqual([]);
    const [match] = (await service.get(`${MATCHES}?number=${NUMBER}&limit=1`, { key: keys.shop })).body.items;
    expect(match.review).toBeNull();
  });

  it('is dismissed by a person', async () => {
    const [event] = await detections({});
    const [review] = await casesOf(event.target.id);
    const body = { resolution: 'dismissed', reason: 'A test of the integration team' };
    expect((await service.post(`/api/v1/reviews/${review.id}/close`, body, RITA)).status).toBe(200);
    const timeline = await service.events(event.target.id);
    expect(timeline.map(({ type }) => type)).not.toContain('review_closed');
  });

  it('and then others are let in at once', async () => {
    expect((await guess(NUMBER, 'Hi')).status).toBe(201);
  });

  it('is upheld by a person, which ends nothing; the throttle ends by itself', async () => {
    const number = '0600001005';
    for (const name of ['Ab', 'Bc', 'Cd', 'De', 'Ef']) await guess(number, name);
    expect((await guess(number, 'Fg')).status).toBe(429);
    const [event] = await detections({});
    const [review] = await casesOf(event.target.id);
    const body = { resolution: 'upheld', reason: 'Somebody did guess' };
    expect((await service.post(`/api/v1/reviews/${review.id}/close`, body, RITA)).status).toBe(200);
    expect((await guess(number, 'Fg')).status).toBe(429);
    clock.forward(THROTTLE_MS);
    expect((await guess(number, 'Fg')).status).toBe(201);
  });

  it('fifty at once: no more are sent than one after another', async () => {
    const number = '0600001002';
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, i) => guess(number, `Name ${i}`, i % 2 === 0 ? keys.shop : keys.bank)),
    );
    const statuses = all.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(5).fill(201), ...Array(45).fill(429)]);
    const [{ n }] = (await service.query(
      `SELECT count(*)::int AS n FROM reviews WHERE cause = 'probing' AND state = 'open'`,
    )) as [{ n: number }];
    expect(n).toBe(1);
  });
});

describe('erasing the person', () => {
  const erase = (number: string, call = {}) =>
    service.post('/api/v1/erasures', { number, ground: 'request' }, call);

  it('does not let the one who guesses begin again, and tells no application of another', async () => {
    const number = '0600001008';
    await guesses(number);
    expect((await guess(number, 'Fg', keys.bank)).status).toBe(429);
    const refused = await erase(number);
    expect([refused.status, refused.body.code, refused.body.refusals]).toEqual([
      ...[409, 'erasure_refused'],
      [{ kind: 'probing', ground: null, until: expect.stringMatching(/^20.*Z$/) }],
    ]);
    const own = await erase(number, { key: keys.shop });
    expect([own.status, own.body.refusals]).toEqual([409, [{ kind: 'probing', ground: null, until: null }]]);
    expect((await erase(number, { key: keys.bank })).body.outcome).toBe('nothing_held');
    expect((await guess(number, 'Fg')).status).toBe(429);
    for (const [language, words] of [
      ['en', 'A guard against guessing'],
      ['fr', 'Une protection contre la recherche par essais'],
    ]) {
      const address = `/api/v1/erasures/${refused.body.erasureId}?format=html&language=${language}`;
      expect((await service.get(address)).text).toContain(words);
    }
    clock.forward(THROTTLE_MS);
    expect((await erase(number)).body.outcome).toBe('erased');
  });

  it('of whom others hold data, too, is refused without a word on who guessed', async () => {
    const number = '0600001007';
    for (const name of ['Ab', 'Bc', 'Cd', 'De']) await guess(number, name);
    await guess(number, 'Ef', keys.bank);
    expect((await guess(number, 'Fg')).status).toBe(429);
    const told = await erase(number, { key: keys.shop });
    expect([told.status, told.body.refusals]).toEqual([
      ...[409, [{ kind: 'other_application', ground: null, until: null }]],
    ]);
    expect(told.text).not.toContain('guess');
  });
});

describe('scores that climb', () => {
  it('field by field are seen before the number of identities is', async () => {
    const number = '0600001101';
    const { identity } = claim(number);
    const known = Object.entries(identity as Record<string, string>).filter(([name]) =>
      ['firstName', 'lastName', 'birthDate', 'postalCode'].includes(name),
    );
    const wrong = { firstName: 'Xxxxxx', lastName: 'Qqqqqq', birthDate: '1901-01-01', postalCode: '99999' };
    const statuses = [];
    for (let right = 0; right <= known.length; right++) {
      const tried = { ...wrong, ...Object.fromEntries(known.slice(0, right)) };
      statuses.push((await service.post(MATCHES, { number, identity: tried }, { key: keys.shop })).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 429]);
    expect((await detections({}))[0].data).toMatchObject({ kind: 'climbing', identities: 4, climbs: 3 });
  });
});

describe('a customer who mistypes', () => {
  it('puts it right, twice, and is not hindered', async () => {
    const number = '0600001201';
    const { identity } = claim(number);
    const { firstName = '', lastName = '' } = identity as Record<string, string>;
    for (const typed of [
      { ...identity, firstName: `${firstName}x`, lastName: lastName.slice(1) },
      { ...identity, lastName: lastName.slice(1) },
      identity,
      identity,
    ]) {
      expect((await service.post(MATCHES, { number, identity: typed }, { key: keys.shop })).status).toBe(201);
    }
  });
});

it('the guard is set, and switched off, through the settings', async () => {
  const set = (probing: object) =>
    service.call('PATCH', '/api/v1/settings', { json: { probing }, ...by('ada', 'admin') });
  const number = '0600001301';
  expect((await set({ maxIdentities: 2, maxClimbs: 100 })).status).toBe(200);
  const tried = [];
  for (const name of ['Ab', 'Bc', 'Cd']) tried.push((await guess(number, name)).status);
  expect((await set({ enabled: false })).status).toBe(200);
  for (const name of ['De', 'Ef', 'Fg']) tried.push((await guess(number, name)).status);
  expect(tried).toEqual([201, 201, 429, 201, 201, 201]);
});

it('neither the log nor the record holds a number or a name', async () => {
  const events = await service.get('/api/v1/audit/events?limit=500');
  expect(log.length).toBeGreaterThan(10);
  for (const text of [log.join(''), events.text]) expect(text).not.toMatch(/600001001|600001101|Guess/);
});
