import { DEFAULT_POLICY } from 'nestjs-dqe-idmobile';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';
import { by, PersonsModule } from '../support/persons.js';
import { ShiftedClock } from '../support/shifted-clock.js';

const POLICIES = '/api/v1/policies';
const APPROVALS = '/api/v1/approvals';
const CAMILLE = '0600001001';
const REASON = 'Names at Orange come without accents';
const NONE = '019a0000-0000-7000-8000-000000000001';

const ada = by('ada', 'admin');
const carl = by('carl', 'admin');
const rita = by('rita', 'reviewer');
const anna = by('anna', 'auditor');
const vera = by('vera', 'viewer');

const { minimumDecisive, fields } = DEFAULT_POLICY;
const RULES = { minimumDecisive, fields };
/** Camille's names agree, and nothing else was claimed: three decisive fields are one too many. */
const STRICT = { minimumDecisive: 3, fields };

const clock = new ShiftedClock();
const log: string[] = [];
let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({
    ...{ clock, modules: [PersonsModule], env: { LOG_LEVEL: 'trace' } },
    log: { write: (line: string) => void log.push(line) },
  });
});
afterAll(() => service.close());
afterEach(() => demand());

const demand = (...fourEyes: string[]) =>
  service.call('PATCH', '/api/v1/settings', { json: { fourEyes }, ...ada });
const draft = async (rules: object = RULES, more: object = {}) => {
  const { status, body } = await service.post(POLICIES, { ...rules, ...more }, ada);
  expect([status, body.state]).toEqual([201, 'draft']);
  return body;
};
const publish = (id: string, more: object = {}, who: object = ada) =>
  service.post(`${POLICIES}/${id}/publish`, { reason: REASON, ...more }, who);
const active = async () => (await service.get(`${POLICIES}/active`, rita)).body;
const verdictOf = async () => {
  const { identity } = claim(CAMILLE);
  const { firstName, lastName } = identity as Record<string, string>;
  const { body } = await service.match({ number: CAMILLE, identity: { firstName, lastName } });
  return body.verdict;
};
const eventsOf = async (target: string) =>
  (await service.get(`/api/v1/audit/events?target=${target}`)).body.items.map(
    ({ action, outcome, actor, data }: Record<string, any>) => ({ action, outcome, by: actor.id, data }), // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows
  );

describe('a service that was just started', () => {
  it('judges by the library’s default, which is on record as its policy', async () => {
    expect(await active()).toMatchObject({
      ...{ policy: 'default@1', state: 'active', ...RULES, note: null, createdBy: { kind: 'service' } },
      publication: { replaces: null, reason: null, approvalId: null },
    });
    expect(await verdictOf()).toMatchObject({ result: 'match', policy: 'default@1' });
  });
});

describe('a policy', () => {
  it('is a draft at first, with the next version of its name, and with what its author says', async () => {
    const one = await draft(RULES, { name: 'bank', note: 'For the branches in the north' });
    expect(one).toMatchObject({
      ...{ name: 'bank', version: '1', policy: 'bank@1', note: 'For the branches in the north', ...RULES },
      ...{ createdBy: { kind: 'person', id: 'ada' }, publication: null },
    });
    expect((await draft(STRICT, { name: 'bank' })).policy).toBe('bank@2');
    const { body } = await service.get(`${POLICIES}?name=bank&limit=1`, rita);
    expect(body.items).toMatchObject([{ policy: 'bank@2' }]);
    const next = await service.get(`${POLICIES}?name=bank&limit=1&cursor=${body.nextCursor}`, rita);
    expect(next.body).toMatchObject({ items: [one], nextCursor: null });
    expect((await service.get(`${POLICIES}/${one.id}`, anna)).body).toEqual(one);
    expect(await eventsOf(one.id)).toContainEqual({
      action: 'policy.create',
      outcome: 'allowed',
      by: 'ada',
      data: { reasonHash: expect.any(String) },
    });
  });

  const RULE = { agreesFrom: 0.9, contradictsBelow: 0.5, weight: 'decisive' };
  it.each<[string, object, string]>([
    ['no rules', { fields: undefined }, 'fields'],
    ['a rule for nothing', { fields: {} }, 'fields'],
    ['an unknown field', { fields: { familyName: RULE, shoeSize: RULE } }, 'fields.shoeSize'],
    [
      'a threshold above 1',
      { fields: { familyName: { ...RULE, agreesFrom: 1.2 } } },
      'fields.familyName.agreesFrom',
    ],
    [
      'a threshold that is text',
      { fields: { email: { ...RULE, agreesFrom: '1' } } },
      'fields.email.agreesFrom',
    ],
    [
      'thresholds the wrong way round',
      { fields: { 'address.locality': { ...RULE, contradictsBelow: 0.95 } } },
      'fields.address.locality.contradictsBelow',
    ],
    ['an unknown weight', { fields: { email: { ...RULE, weight: 'heavy' } } }, 'fields.email.weight'],
    ['nothing that decides', { fields: { email: { ...RULE, weight: 'supporting' } } }, 'fields'],
    ['more to agree than there is', { minimumDecisive: 4 }, 'minimumDecisive'],
    ['nothing to agree', { minimumDecisive: 0 }, 'minimumDecisive'],
    ['a name that is none', { name: 'Zoé Martin' }, 'name'],
    ['a version of its own', { version: '7' }, 'version'],
    ['a note that is none', { note: 'short' }, 'note'],
  ])('with %s is refused, naming the field', async (_what, more, field) => {
    const { status, body, text } = await service.post(
      POLICIES,
      { ...RULES, minimumDecisive: 1, ...more },
      ada,
    );
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
    expect(text).not.toContain('Zoé');
  });

  it('is for who may, and of what there is', async () => {
    for (const who of [rita, anna, vera]) {
      expect((await service.post(POLICIES, RULES, who)).body.code).toBe('forbidden');
      expect((await publish(NONE, {}, who)).body.code).toBe('forbidden');
    }
    expect((await service.get(POLICIES, vera)).body.code).toBe('forbidden');
    expect((await service.get(`${POLICIES}/${NONE}`, rita)).body.code).toBe('policy_not_found');
    expect((await publish(NONE)).body.code).toBe('policy_not_found');
    expect((await publish('default@1')).body.code).toBe('validation_failed');
  });

  it('is of the whole service: a key, which is of one application, writes and publishes none', async () => {
    const { key } = await keyWith(service, ['policies:read', 'policies:manage'], 'bank');
    const { id } = await draft();
    expect((await service.post(POLICIES, RULES, { key })).body.code).toBe('other_application');
    expect((await publish(id, {}, { key })).body.code).toBe('other_application');
    expect((await service.get(`${POLICIES}/${id}`, { key })).status).toBe(200);
  });
});

describe('without a second person, to publish', () => {
  it('puts it into force at once, and is on record with its reason', async () => {
    const before = await active();
    const { id, policy } = await draft(STRICT);
    const { status, body } = await publish(id);
    expect([status, body.state]).toEqual([201, 'active']);
    expect(body.publication).toEqual({
      ...{ at: expect.any(String), by: { kind: 'person', id: 'ada' }, replaces: before.id },
      ...{ reason: REASON, approvalId: null },
    });
    expect((await service.get(`${POLICIES}/${before.id}`, rita)).body.state).toBe('retired');
    expect(await verdictOf()).toMatchObject({ result: 'insufficient', policy });
    expect(await eventsOf(id)).toContainEqual({
      ...{ action: 'policy.publish', outcome: 'allowed', by: 'ada' },
      data: {
        ...{ publication: expect.any(String), replaces: before.id, approval: null },
        reasonHash: expect.any(String),
      },
    });
    expect((await publish(id)).body.code).toBe('policy_in_force');
  });

  it('puts an older one into force again', async () => {
    const [one] = (await service.get(`${POLICIES}?name=default&state=retired`, rita)).body.items;
    expect((await publish(one.id)).body).toMatchObject({ state: 'active', policy: one.policy });
    expect((await verdictOf()).policy).toBe(one.policy);
  });

  it.each([
    ['no reason', { reason: undefined }, 'reason'],
    ['a reason that is none', { reason: '  why  ' }, 'reason'],
    ['an approval that is none', { approvalId: 'x' }, 'approvalId'],
  ])('with %s is refused, naming the field', async (_what, more, field) => {
    const { status, body } = await publish((await draft()).id, more);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });
});

describe('with a second person, to publish', () => {
  beforeEach(() => demand('policy'));
  const asked = async (id: string) => {
    const { status, headers, body } = await publish(id);
    expect([status, headers['location']]).toEqual([202, `${APPROVALS}/${body.approval.id}`]);
    return body.approval;
  };
  const approve = (approvalId: string, who: object = carl) =>
    service.call('POST', `${APPROVALS}/${approvalId}/approve`, who);

  it('does nothing until somebody else approves exactly this', async () => {
    const before = await active();
    const [one, other] = [await draft(STRICT), await draft()];
    const approval = await asked(one.id);
    expect(approval).toMatchObject({
      ...{ kind: 'policy', status: 'pending', reason: REASON, target: { type: 'policy', id: one.id } },
      payload: { replaces: before.id },
    });
    expect((await active()).id).toBe(before.id);
    expect((await asked(one.id)).id).toBe(approval.id);
    expect((await publish(one.id, { approvalId: approval.id })).body.code).toBe('approval_pending');
    expect((await approve(approval.id, ada)).body.code).toBe('own_request');
    expect((await approve(approval.id, rita)).body.code).toBe('forbidden');
    expect((await approve(approval.id)).status).toBe(200);
    expect((await publish(other.id, { approvalId: approval.id })).body.code).toBe(
      'approval_for_something_else',
    );
    const done = await publish(one.id, { approvalId: approval.id });
    expect([done.status, done.body.publication.approvalId]).toEqual([201, approval.id]);
    expect((await verdictOf()).policy).toBe(one.policy);
    expect((await publish(other.id, { approvalId: approval.id })).status).toBe(409);
  });

  it('takes another approval where another policy came into force meanwhile', async () => {
    const [one, other] = [await draft(), await draft()];
    const approval = await asked(one.id);
    await approve(approval.id);
    await demand();
    expect((await publish(other.id)).status).toBe(201);
    await demand('policy');
    expect((await publish(one.id, { approvalId: approval.id })).body.code).toBe(
      'approval_for_something_else',
    );
    expect((await active()).id).toBe(other.id);
  });
});

describe('a back-test', () => {
  const backtest = async (policy: string, more: object = {}, who: object = ada) =>
    service.post(`${POLICIES}/${policy}/backtests`, { from: '2000-01-01', to: '2100-01-01', ...more }, who);
  const ended = (policy: string, id: string) =>
    eventually(
      async () => (await service.get(`${POLICIES}/${policy}/backtests/${id}`, rita)).body,
      ({ state }) => !['queued', 'running'].includes(state),
    );

  it('tells in the background which verdicts would change, and changes none', async () => {
    const { id: inForce } = await active();
    const { body: before } = await service.get('/api/v1/matches?status=scored&limit=500');
    const { id } = await draft({ minimumDecisive: 9, fields: everythingDecides() });
    const { status, body } = await backtest(id);
    expect([status, body.state, body.policyId, body.activeId]).toEqual([202, 'queued', id, inForce]);
    const done = await ended(id, body.id);
    expect(done).toMatchObject({
      ...{ state: 'completed', matches: before.items.length, progress: { done: before.items.length } },
      record: { cells: expect.arrayContaining([expect.objectContaining({ to: 'insufficient' })]) },
    });
    expect(done.record.changed).toBeGreaterThan(0);
    const known = new Set(before.items.map((match: { id: string }) => match.id));
    for (const { sample } of done.record.cells) for (const one of sample) expect(known).toContain(one);
    const { body: after } = await service.get('/api/v1/matches?status=scored&limit=500');
    expect(after.items).toEqual(before.items);
    const { body: list } = await service.get(`${POLICIES}/${id}/backtests`, rita);
    expect(list).toEqual({ items: [done], nextCursor: null });
    expect(await eventsOf(body.id)).toEqual(
      expect.arrayContaining([
        { action: 'backtest.create', outcome: 'allowed', by: 'ada', data: { policy: id } },
        {
          ...{ action: 'backtest.end', outcome: 'allowed', by: 'ada' },
          data: { count: done.matches, changed: done.record.changed },
        },
      ]),
    );
  });

  it('is among the jobs, for who may', async () => {
    const { id } = await draft();
    const { body } = await backtest(id);
    await ended(id, body.id);
    const { body: jobs } = await service.get('/api/v1/jobs?kind=backtest&limit=1', anna);
    expect(jobs.items).toEqual([
      {
        ...{ id: body.id, kind: 'backtest', state: 'completed', about: id },
        progress: { done: expect.any(Number), total: expect.any(Number) },
        failure: null,
        ...{ requestedAt: body.requestedAt, startedAt: expect.any(String), endedAt: expect.any(String) },
      },
    ]);
    expect((await service.get('/api/v1/jobs', vera)).body.code).toBe('forbidden');
    const wrong = await service.get('/api/v1/jobs?kind=coffee', anna);
    expect(wrong.body.errors[0].field).toBe('kind');
    const { key } = await keyWith(service, ['jobs:read'], 'lonely');
    expect((await service.get('/api/v1/jobs', { key })).body.items).toEqual([]);
  });

  it('is cancelled, once', async () => {
    const { id } = await draft();
    const { body } = await backtest(id);
    const path = `${POLICIES}/${id}/backtests/${body.id}`;
    const { status } = await service.call('DELETE', path, ada);
    // It may have been faster.
    expect([200, 409]).toContain(status);
    expect((await service.call('DELETE', path, ada)).body.code).toBe('backtest_over');
  });

  it.each([
    ['no beginning', { from: undefined }, 'from'],
    ['an end that is none', { to: 'tomorrow' }, 'to'],
    ['an end before its beginning', { from: '2026-02-01', to: '2026-01-01' }, 'from'],
    ['a beginning in the future', { from: '2099-01-01' }, 'from'],
    ['an application that is none', { application: 'Zoé' }, 'application'],
  ])('with %s is refused, naming the field', async (_what, more, field) => {
    const { status, body } = await backtest((await active()).id, more);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });

  it('is for who may, of what there is, and of a key’s own application', async () => {
    const { id } = await active();
    expect((await backtest(id, {}, rita)).body.code).toBe('forbidden');
    expect((await backtest(NONE)).body.code).toBe('policy_not_found');
    expect((await service.get(`${POLICIES}/${id}/backtests/${NONE}`, rita)).body.code).toBe(
      'backtest_not_found',
    );
    const { key } = await keyWith(service, ['policies:read', 'policies:manage'], 'bank');
    expect((await backtest(id, { application: 'shop' }, { key })).body.code).toBe('other_application');
    const { body } = await backtest(id, {}, { key });
    expect(body.application).toBe('bank');
    expect((await ended(id, body.id)).matches).toBe(0);
    const { body: ofAll } = await backtest(id);
    expect((await service.get(`${POLICIES}/${id}/backtests/${ofAll.id}`, { key })).body.code).toBe(
      'backtest_not_found',
    );
    expect((await service.get(`${POLICIES}/${id}/backtests`, { key })).body.items).toEqual([
      expect.objectContaining({ id: body.id }),
    ]);
  });

  it('waits where its application has as many under way as it may, and others do not', async () => {
    const { id } = await active();
    const { key } = await keyWith(service, ['policies:read', 'policies:manage'], 'greedy');
    // Two that nobody goes on with.
    await service.query(`
      INSERT INTO policy_backtests (id, policy_id, active_id, range_from, range_to, state, tally, requested_at,
        requested_by_kind, requested_by_id, requester_application, request_id, updated_at)
      SELECT gen_random_uuid(), '${id}', '${id}', '2000-01-01', '2001-01-01', 'running', '{}', now(), 'key', 'k', 'greedy',
        'r', now() + interval '1 hour' FROM generate_series(1, 2)`);
    const { status, body, headers } = await backtest(id, {}, { key });
    expect([status, body.code, headers['retry-after']]).toEqual([429, 'too_many_backtests', '30']);
    expect(body.detail).toContain('one application asked for');
    const { status: other, body: made } = await backtest(id);
    expect(other).toBe(202);
    expect((await ended(id, made.id)).state).toBe('completed');
    await service.query(
      `UPDATE policy_backtests SET state = 'cancelled', ended_at = now() WHERE requester_application = 'greedy'`,
    );
    expect((await backtest(id, {}, { key })).status).toBe(202);
  });

  const everythingDecides = () =>
    Object.fromEntries(
      Object.entries(fields).map(([field, rule]) => [field, { ...rule, weight: 'decisive' }]),
    );
});

it('every instance follows within two seconds, and names what it judged by', async () => {
  const { id, policy } = await draft(STRICT);
  await verdictOf();
  // As another instance would: past the process that judges.
  const { id: replaces } = await active();
  await service.query(`
    INSERT INTO policy_publications (id, policy_id, replaces, at, actor_kind, actor_id, reason_sealed)
    VALUES (gen_random_uuid(), '${id}', '${replaces}', now(), 'person', 'ada', '\\x00')`);
  clock.forward(2_000);
  expect((await verdictOf()).policy).toBe(policy);
});

it('the log has neither a note nor a reason', () => {
  expect(log.length).toBeGreaterThan(100);
  for (const line of log) expect(line).not.toMatch(/without accents|branches in the north/);
});
