import { SANDBOX_NUMBERS, SANDBOX_SUBSCRIBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { allowProbing } from '../support/probing.js';

const CAMILLE = '0600001001';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start();
  await allowProbing(service);
});
afterAll(() => service.close());

describe('a match that is answered with scores', () => {
  it('is 201, with scores, verdict and what does not apply as null', async () => {
    const before = Date.now();
    const { status, body } = await service.match(claim(CAMILLE, { reference: 'file 7', purpose: 'opening' }));
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(UUID_V7),
      status: 'scored',
      ...{ number: '********01', country: 'FR', operator: null, reference: 'file 7' },
      scores: {
        ...{ familyName: 1, givenName: 1, gender: 1, birthDate: 1, email: 1 },
        address: { country: 1, postalCode: 1, streetAddress: 1, locality: 1 },
      },
      verdict: { result: 'match', policy: 'default@1', reasons: expect.any(Array) },
      ...{ consent: null, error: null, review: null, erased: null },
      ...{ createdAt: expect.any(String), settledAt: expect.any(String) },
    });
    expect(Date.parse(body.createdAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(body.settledAt)).toBeGreaterThanOrEqual(Date.parse(body.createdAt));
  });

  it('can be shown again, as it was answered', async () => {
    const { body } = await service.match(claim(CAMILLE));
    expect(await service.show(body.id)).toEqual(body);
  });

  it.each([
    ['match', { lastName: 'Martin' }],
    ['partial', { lastName: 'Marthen' }],
    ['mismatch', { lastName: 'Quelqu’un' }],
    ['mismatch', { birthDate: '1961-01-02' }],
  ])('is judged %s for %j', async (result, claimed) => {
    const honest = claim(CAMILLE);
    const { body } = await service.match({ ...honest, identity: { ...honest.identity, ...claimed } });
    expect(body.verdict.result).toBe(result);
  });

  it('is insufficient where the operator knows nothing', async () => {
    const { body } = await service.match(claim(SANDBOX_NUMBERS.nothingAvailable));
    expect(body.status).toBe('scored');
    expect(body.scores.familyName).toBeNull();
    expect(body.verdict.result).toBe('insufficient');
  });

  it('says of each field what it contributed, and by which thresholds', async () => {
    const honest = claim(CAMILLE);
    const identity = { ...honest.identity, birthDate: '1961-01-02', email: '' };
    const { body } = await service.match({ ...honest, identity });
    const { reasons } = body.verdict;
    expect(reasons.map(({ field }: { field: string }) => field).sort()).toEqual(
      [
        ...['address.country', 'address.locality', 'address.postalCode', 'address.streetAddress'],
        ...['birthDate', 'email', 'familyName', 'gender', 'givenName'],
      ].sort(),
    );
    expect(reasons).toContainEqual({
      ...{ field: 'birthDate', finding: 'contradicts', weight: 'decisive', score: body.scores.birthDate },
      ...{ agreesFrom: 1, contradictsBelow: 0.8 },
    });
    expect(reasons).toContainEqual(
      expect.objectContaining({ field: 'email', finding: 'unavailable', score: null }),
    );
  });

  it('keeps what is documented, exactly: the example of DQE', async () => {
    const { body } = await service.match(claim(SANDBOX_NUMBERS.documentedExample));
    expect(body.scores).toEqual({
      ...{ familyName: 1, gender: null, birthDate: 1, givenName: 1, email: 1 },
      address: { country: 1, postalCode: 0.78, streetAddress: 0.56, locality: 0.44 },
    });
  });

  it('tells every step in order, with durations and without personal data', async () => {
    await service.match(claim(CAMILLE)); // so that there is a token to share
    const { body } = await service.match(claim(CAMILLE));
    const events = await service.events(body.id);
    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'requested', data: { country: 'FR', consentOffered: false } },
      { type: 'token', data: { kind: 'shared' } },
      { type: 'sent', data: { attempt: 1 } },
      { type: 'answered', data: { answer: 'scores', errorId: null } },
      { type: 'settled', data: { status: 'scored', verdict: 'match' } },
    ]);
    expect(events.map(({ durationMs }) => typeof durationMs)).toEqual(
      'object number object number number'.split(' '),
    );
    const times = events.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(events.at(-1).durationMs).toBeGreaterThanOrEqual(times.at(-1)! - times[0]!);
  });
});

describe('a number', () => {
  it.each([
    ['0600001001', {}, 'FR', '01'],
    ['+33 6 00 00 10 01', {}, 'FR', '01'],
    ['06.00.00.10.01', { country: 'FR' }, 'FR', '01'],
    ['0470 00 00 01', { country: 'BE' }, 'BE', '01'],
    ['+491700000001', {}, 'DE', '01'],
  ])('%s %j is found, and shown by its last two digits', async (number, more, country, hint) => {
    const { body } = await service.match({ number, ...more, identity: { lastName: 'X' } });
    expect(body).toMatchObject({ status: 'scored', number: `********${hint}`, country });
  });

  it.each(SANDBOX_SUBSCRIBERS.filter(({ consent }) => !consent).map(({ number }) => number))(
    'of a subscriber, %s, matches its own identity in full',
    async (number) => {
      const { body } = await service.match(claim(number));
      expect(body.status).toBe('scored');
      const { address, ...others } = body.scores;
      for (const score of [...Object.values(others), ...Object.values(address)])
        expect([1, null]).toContain(score);
    },
  );

  it('is in no answer of the service in full', () => {
    expect(service.answers.length).toBeGreaterThan(20);
    for (const { text } of service.answers)
      expect(text).not.toMatch(/6\D?00\D?00\D?10\D?01|600000111|470000001/);
  });
});

describe('what is not there', () => {
  it('is 404 by id, and so is its timeline', async () => {
    const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
    for (const path of [`/api/v1/matches/${nobody}`, `/api/v1/matches/${nobody}/events`]) {
      const { status, body } = await service.get(path);
      expect([status, body.code]).toEqual([404, 'match_not_found']);
    }
  });
});

describe.each(['GET', 'POST'])('with DQE_HTTP_METHOD=%s', (method) => {
  it('everything goes out by it, and comes back scored', async () => {
    const other = await AdminService.start({ env: { DQE_HTTP_METHOD: method } });
    try {
      const { body } = await other.match(claim('0600001202', { consent: {} }));
      expect(body).toMatchObject({ status: 'scored', scores: { familyName: 1, givenName: 1 } });
      const pending = await other.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }));
      await other.comeBack(await other.decide(pending.body.consent.url, 'agree'));
      expect(await other.show(pending.body.id)).toMatchObject({ status: 'scored' });
      const calls = other.sandbox.requests.filter(({ path }) => !path.startsWith('/operator/'));
      expect(new Set(calls.map((call) => call.method))).toEqual(new Set([method]));
      expect(calls.map(({ path }) => path)).toContain('/GET/');
    } finally {
      await other.close();
    }
  });
});

describe('200 matches at once', () => {
  it('are all answered 201 and on record, on one token', async () => {
    const other = await AdminService.start();
    try {
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, i) => other.match(claim(CAMILLE, { reference: `n${i}` }))),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(other.sandbox.counts).toMatchObject({ '/ACCESS_TOKEN/': 1, '/IDMOBILE/': 200 });
      const { body } = await other.get('/api/v1/matches?limit=500&status=scored');
      const references = body.items.map(({ reference }: { reference: string }) => reference);
      expect(new Set(references).size).toBe(200);
      expect(body.nextCursor).toBeNull();
    } finally {
      await other.close();
    }
  });
});
