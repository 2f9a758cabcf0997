import { ServiceSettings } from '../../apps/admin/src/settings/service-settings.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { keyWith } from '../support/keys.js';
import { by, PersonsModule } from '../support/persons.js';
import { ShiftedClock } from '../support/shifted-clock.js';

const MATCHES = '/api/v1/matches';
const APPROVALS = '/api/v1/approvals';
const SETTINGS = '/api/v1/settings';
const CAMILLE = '0600001001';
const HOUR_MS = 3_600_000;
const REASON = 'Complaint 4711: the customer says it was not her';
const HASH = /^[A-Za-z0-9+/]{43}=$/;
const NONE = '019a0000-0000-7000-8000-000000000001';

const anna = by('anna', 'auditor');
const bob = by('bob', 'auditor');
const ada = by('ada', 'admin');
const carl = by('carl', 'admin');
const rita = by('rita', 'reviewer');

const clock = new ShiftedClock();
let service: AdminService;
const log: string[] = [];
beforeAll(async () => {
  service = await AdminService.start({
    clock,
    modules: [PersonsModule],
    env: { LOG_LEVEL: 'trace' },
    log: { write: (line: string) => void log.push(line) },
  });
});
afterAll(() => service.close());

const patch = (json: object, who: object = ada) => service.call('PATCH', SETTINGS, { json, ...who });
const demand = async (...fourEyes: string[]) => {
  const { status, body } = await patch({ fourEyes });
  expect([status, body.fourEyes]).toEqual([200, [...fourEyes].sort()]);
};
const matched = async () => {
  const { status, body } = await service.match(claim(CAMILLE));
  expect(status).toBe(201);
  return String(body.id);
};
const reveal = (id: string, more: object = {}, who: object = anna) =>
  service.post(`${MATCHES}/${id}/reveal`, { reason: REASON, ...more }, who);
const decide = (id: string, how: 'approve' | 'refuse', who: object, json?: object) =>
  service.call('POST', `${APPROVALS}/${id}/${how}`, { json, ...who });
const eventsOf = async (target: string) =>
  (await service.get(`/api/v1/audit/events?target=${target}`)).body.items.map(
    ({ action, outcome, actor, data }: Record<string, any>) => ({ action, outcome, by: actor.id, data }), // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows
  );

describe('without a second person, to reveal', () => {
  beforeAll(() => demand());

  it('shows what was asked for in clear, and that it was shown', async () => {
    const id = await matched();
    const { status, headers, body } = await reveal(id, { fields: ['lastName', 'number'] });
    expect([status, headers['cache-control']]).toEqual([201, 'no-store']);
    expect(body).toEqual({
      ...{ id: expect.any(String), matchId: id, at: expect.any(String), approvalId: null, reason: REASON },
      ...{ actor: { kind: 'person', id: 'anna' }, fields: ['number', 'lastName'] },
      ...{ number: '+33600001001', identity: { lastName: claim(CAMILLE).identity.lastName }, answer: null },
    });
    expect(await eventsOf(id)).toContainEqual({
      ...{ action: 'match.reveal', outcome: 'allowed', by: 'anna' },
      data: {
        ...{ reveal: body.id, fields: ['number', 'lastName'], approval: null },
        reasonHash: expect.stringMatching(HASH),
      },
    });
    const list = await service.get(`${MATCHES}/${id}/reveals`, bob);
    expect(list.body.items).toHaveLength(1);
    expect(body).toMatchObject(list.body.items[0]);
    expect(list.text).not.toContain('600001001');
  });

  it('shows all but the raw answer where nothing is said', async () => {
    const { body } = await reveal(await matched());
    expect(body.number).toBe('+33600001001');
    expect(body.identity).toMatchObject(claim(CAMILLE).identity);
    expect(body.fields).not.toContain('answer');
  });

  it.each([
    ['no reason', { reason: undefined }, 'reason'],
    ['a reason that is none', { reason: '   short    ' }, 'reason'],
    ['a reason as long as a file', { reason: 'x'.repeat(501) }, 'reason'],
    ['a reason that cannot be kept', { reason: 'with a \u0000 in the middle' }, 'reason'],
    ['no field', { fields: [] }, 'fields'],
    ['a field there is not', { fields: ['shoeSize'] }, 'fields'],
    ['a field twice', { fields: ['number', 'number'] }, 'fields'],
    ['an approval that is none', { approvalId: 'x' }, 'approvalId'],
  ])('with %s is refused, naming the field', async (_what, more, field) => {
    const { status, body } = await reveal(NONE, more);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });

  it('is for who may, and of what there is', async () => {
    const id = await matched();
    expect((await reveal(id, {}, ada)).body.code).toBe('forbidden');
    expect((await reveal(id, {}, rita)).body.code).toBe('forbidden');
    expect((await reveal(NONE)).body.code).toBe('match_not_found');
    expect((await reveal('0600001001')).status).toBe(400);
  });

  it('a key reveals what is of its application only', async () => {
    const { key } = await keyWith(service, ['matches:reveal', 'audit:read'], 'bank');
    const id = await matched();
    expect((await reveal(id, {}, { key })).body.code).toBe('match_not_found');
    expect((await service.get(`${MATCHES}/${id}/reveals`, { key })).status).toBe(404);
  });

  it.each(['reveals', 'access_events'])('nothing is shown that %s does not take', async (table) => {
    const id = await matched();
    await service.query(`ALTER TABLE ${table} RENAME TO away`);
    const { status, body, text } = await reveal(id).finally(() =>
      service.query(`ALTER TABLE away RENAME TO ${table}`),
    );
    expect([status, body.code]).toEqual([503, 'access_not_recorded']);
    expect(text).not.toContain('600001001');
    expect((await service.get(`${MATCHES}/${id}/reveals`, bob)).body.items).toEqual([]);
  });

  it('of somebody who was erased shows nothing, ever', async () => {
    const id = await matched();
    await erase(id);
    const { status, body, text } = await reveal(id);
    expect([status, body.code]).toEqual([410, 'subject_erased']);
    expect(text).not.toContain('600001001');
  });

  /** As an erasure does it. */
  async function erase(matchId: string): Promise<void> {
    await service.query(`
      WITH erased AS (
        INSERT INTO subjects (id, created_at, erased_at) VALUES (gen_random_uuid(), now(), now()) RETURNING id
      )
      UPDATE matches SET subject_id = (SELECT id FROM erased) WHERE id = '${matchId}'`);
  }
});

describe('with a second person, to reveal', () => {
  beforeAll(() => demand('reveal'));

  const asked = async (more: object = {}) => {
    const match = await matched();
    const { status, headers, body, text } = await reveal(match, more);
    expect([status, headers['location']]).toEqual([202, `${APPROVALS}/${body.approval.id}`]);
    expect(text).not.toContain('600001001');
    return { match, approval: body.approval };
  };
  const approved = async (more: object = {}) => {
    const { match, approval } = await asked(more);
    expect((await decide(approval.id, 'approve', bob)).status).toBe(200);
    return { match, approvalId: String(approval.id) };
  };

  it('shows nothing at first, and who asks again waits for the same', async () => {
    const { match, approval } = await asked();
    expect(approval).toMatchObject({
      ...{ kind: 'reveal', status: 'pending', target: { type: 'match', id: match }, reason: REASON },
      ...{ requestedBy: { kind: 'person', id: 'anna' }, decidedBy: null, usedAt: null },
    });
    expect((await reveal(match)).body.approval.id).toBe(approval.id);
    expect((await reveal(match, { fields: ['number'] })).body.approval.id).not.toBe(approval.id);
    expect((await reveal(match, {}, bob)).body.approval.id).not.toBe(approval.id);
    expect(await eventsOf(approval.id)).toEqual([
      {
        ...{ action: 'approval.request', outcome: 'allowed', by: 'anna' },
        data: { kind: 'reveal', about: match, repeated: true },
      },
      {
        ...{ action: 'approval.request', outcome: 'allowed', by: 'anna' },
        data: { kind: 'reveal', about: match, reasonHash: expect.stringMatching(HASH) },
      },
    ]);
    expect((await eventsOf(match)).map(({ action }: { action: string }) => action)).not.toContain(
      'match.reveal',
    );
  });

  it('shows it once another has approved, and once only', async () => {
    const { match, approvalId } = await approved();
    const { status, body } = await reveal(match, { approvalId });
    expect([status, body.number, body.approvalId]).toEqual([201, '+33600001001', approvalId]);
    const again = await reveal(match, { approvalId });
    expect([again.status, again.body.code]).toEqual([409, 'approval_used']);
    const shown = await service.get(`${APPROVALS}/${approvalId}`, bob);
    expect(shown.body).toMatchObject({ status: 'used', decidedBy: { kind: 'person', id: 'bob' } });
  });

  it('one approval, eight at once: one is shown', async () => {
    const { match, approvalId } = await approved();
    const all = await Promise.all(Array.from({ length: 8 }, () => reveal(match, { approvalId })));
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it('not to who has asked and approves it, be it by a key of their own', async () => {
    const { approval } = await asked();
    const own = await decide(approval.id, 'approve', anna);
    expect([own.status, own.body.code]).toEqual([403, 'own_request']);
    const { key, id } = await keyWith(service, ['matches:reveal', 'approvals:decide']);
    await service.query(
      `UPDATE api_keys SET created_by_kind = 'person', created_by_id = 'bob' WHERE id = '${id}'`,
    );
    const match = await matched();
    const { body } = await reveal(match, {}, { key });
    expect((await decide(body.approval.id, 'approve', bob)).body.code).toBe('own_request');
    expect((await decide(body.approval.id, 'approve', { key })).body.code).toBe('person_needed');
    expect((await decide(body.approval.id, 'approve', anna)).status).toBe(200);
    expect((await reveal(match, { approvalId: body.approval.id }, { key })).status).toBe(201);
    expect(await eventsOf(approval.id)).toContainEqual({
      ...{ action: 'approval.approve', outcome: 'refused', by: 'anna' },
      data: { status: 403, code: 'own_request' },
    });
  });

  it('a second person is one who might do it, too; others do not even see it', async () => {
    const { approval } = await asked();
    for (const who of [ada, rita]) {
      expect((await decide(approval.id, 'approve', who)).body.code).toBe('forbidden');
      expect((await service.get(`${APPROVALS}/${approval.id}`, who)).body.code).toBe('approval_not_found');
      const { items } = (await service.get(`${APPROVALS}?kind=reveal`, who)).body;
      expect(items).toEqual([]);
    }
    const { items } = (await service.get(`${APPROVALS}?kind=reveal&status=pending`, bob)).body;
    expect(items.map(({ id }: { id: string }) => id)).toContain(approval.id);
  });

  it('is refused with a reason, and then over', async () => {
    const { match, approval } = await asked();
    expect((await decide(approval.id, 'refuse', bob)).status).toBe(400);
    const refusal = { reason: 'The complaint was settled last week' };
    const { status, body } = await decide(approval.id, 'refuse', bob, refusal);
    expect([status, body.status, body.decisionReason]).toEqual([200, 'refused', refusal.reason]);
    expect((await reveal(match, { approvalId: approval.id })).body.code).toBe('approval_refused');
    expect((await decide(approval.id, 'approve', bob)).body.code).toBe('approval_refused');
    expect((await reveal(match)).body.approval.id).not.toBe(approval.id);
  });

  it('the approval is for who asked, and for what was asked', async () => {
    const { match, approvalId } = await approved({ fields: ['number'] });
    const refused = async (...[id, more, who]: Parameters<typeof reveal>) => {
      const { status, body } = await reveal(id, more, who);
      return [status, body.code];
    };
    expect(await refused(match, { approvalId }, bob)).toEqual([409, 'approval_of_another']);
    expect(await refused(match, { approvalId })).toEqual([409, 'approval_for_something_else']);
    expect(await refused(await matched(), { approvalId, fields: ['number'] })).toEqual([
      ...[409, 'approval_for_something_else'],
    ]);
    expect(await refused(match, { approvalId: NONE })).toEqual([409, 'approval_not_found']);
    const pending = await asked();
    expect(await refused(pending.match, { approvalId: pending.approval.id })).toEqual([
      ...[409, 'approval_pending'],
    ]);
    expect((await reveal(match, { approvalId, fields: ['number'] })).status).toBe(201);
  });

  it('its time runs out, before it is decided and before it is used', async () => {
    const { match, approvalId } = await approved();
    const waiting = await asked();
    clock.forward(24 * HOUR_MS);
    expect((await reveal(match, { approvalId })).body.code).toBe('approval_expired');
    expect((await decide(waiting.approval.id, 'approve', bob)).body.code).toBe('approval_expired');
    const { items } = (await service.get(`${APPROVALS}?status=expired&limit=500`, anna)).body;
    const expired = items.map(({ id }: { id: string }) => id);
    expect(expired).toEqual(expect.arrayContaining([approvalId, waiting.approval.id]));
    const again = await reveal(waiting.match);
    expect([again.status, again.body.approval.status]).toEqual([202, 'pending']);
    expect(expired).not.toContain(again.body.approval.id);
  });

  it('a demand that comes in between is seen by the database', async () => {
    await demand();
    const match = await matched();
    const settings = service.app.get(ServiceSettings);
    const read = settings.read.bind(settings);
    settings.read = async () => {
      const before = await read();
      settings.read = read;
      await demand('reveal');
      return before;
    };
    const { status, body, text } = await reveal(match);
    expect([status, body.code]).toEqual([409, 'approval_required']);
    expect(text).not.toContain('600001001');
  });

  it('a list goes page by page, and shows nobody’s data', async () => {
    const first = await service.get(`${APPROVALS}?limit=1`, bob);
    const second = await service.get(`${APPROVALS}?limit=1&cursor=${first.body.nextCursor}`, bob);
    expect(first.body.items[0].id > second.body.items[0].id).toBe(true);
    expect(first.text).not.toContain('600001001');
    expect((await service.get(`${APPROVALS}/${NONE}`, bob)).body.code).toBe('approval_not_found');
    expect((await service.get(`${APPROVALS}/none`, bob)).status).toBe(400);
    expect((await service.get(`${APPROVALS}?status=late`, bob)).status).toBe(400);
  });
});

describe('the settings', () => {
  it.each([
    ['PATCH', SETTINGS, { probing: { maxIdentities: 1000 }, fourEyes: [] }],
    ['GET', `${SETTINGS}/master-keys`, undefined],
    ['POST', `${SETTINGS}/master-keys/rotation`, undefined],
  ])('are of all applications: %s %s is not for a key of one', async (method, path, json) => {
    const { key } = await keyWith(service, ['settings:manage'], 'shop');
    const before = (await service.get(SETTINGS)).body;
    const { status, body } = await service.call(method, path, { key, json });
    expect([status, body.code]).toEqual([403, 'other_application']);
    const after = await service.get(SETTINGS, { key });
    expect([after.status, after.body]).toEqual([200, before]);
  });

  it('begin without a second person, and with probing detected', async () => {
    const fresh = await AdminService.start();
    expect((await fresh.get(SETTINGS)).body).toEqual({
      ...{ fourEyes: [], approvalHours: 24 },
      probing: { enabled: true, windowMinutes: 60, maxIdentities: 5, maxClimbs: 3, throttleMinutes: 60 },
    });
    await fresh.close();
  });

  it('hold at once, and are on record by name', async () => {
    await demand('reveal');
    const { body } = await patch({ approvalHours: 2, probing: { maxClimbs: 4 } });
    expect(body).toMatchObject({ fourEyes: ['reveal'], approvalHours: 2, probing: { maxClimbs: 4 } });
    expect((await service.get(SETTINGS, carl)).body).toEqual(body);
    const { items } = (await service.get('/api/v1/audit/events?action=settings.change&limit=1')).body;
    expect(items[0]).toMatchObject({
      ...{ outcome: 'allowed', actor: { kind: 'person', id: 'ada' } },
      data: { fields: ['approvalHours', 'probingMaxClimbs'] },
    });
    const match = await matched();
    const { approval } = (await reveal(match)).body;
    expect(Date.parse(approval.expiresAt) - Date.parse(approval.requestedAt)).toBe(2 * HOUR_MS);
    await patch({ approvalHours: 24 });
  });

  it.each([
    [{ fourEyes: ['coffee'] }, 'fourEyes'],
    [{ fourEyes: ['reveal', 'reveal'] }, 'fourEyes'],
    [{ fourEyes: null }, 'fourEyes'],
    [{ approvalHours: 0 }, 'approvalHours'],
    [{ approvalHours: 169 }, 'approvalHours'],
    [{ approvalHours: 1.5 }, 'approvalHours'],
    [{ probing: { windowMinutes: '60' } }, 'probing.windowMinutes'],
    [{ probing: { maxIdentities: 1 } }, 'probing.maxIdentities'],
    [{ probing: [] }, 'probing'],
    [{ probing: { speed: 1 } }, 'probing.speed'],
    [{ surplus: 1 }, 'surplus'],
  ])('%j is refused, naming the field', async (json, field) => {
    const { status, body } = await patch(json);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });

  it('are weakened by two, where that is demanded, and strengthened by one', async () => {
    await demand('reveal', 'settings');
    expect((await patch({ fourEyes: ['reveal', 'settings', 'verdict'] })).status).toBe(200);
    expect((await patch({ fourEyes: [] })).body.errors[0].field).toBe('reason');
    const off = { fourEyes: [], reason: 'Nobody but me is left in the office' };
    const { status, body } = await patch(off);
    expect([status, body.approval.kind, body.approval.payload.fourEyes]).toEqual([202, 'settings', []]);
    expect((await service.get(SETTINGS)).body.fourEyes).toEqual(['reveal', 'settings', 'verdict']);
    const approvalId = body.approval.id;
    expect((await decide(approvalId, 'approve', ada)).body.code).toBe('own_request');
    expect((await decide(approvalId, 'approve', bob)).body.code).toBe('forbidden');
    expect((await decide(approvalId, 'approve', carl)).status).toBe(200);
    const wider = await patch({ ...off, probing: { enabled: false }, approvalId });
    expect(wider.body.code).toBe('approval_for_something_else');
    const done = await patch({ ...off, approvalId });
    expect([done.status, done.body.fourEyes]).toEqual([200, []]);
    expect((await service.get(`${APPROVALS}/${approvalId}`, carl)).body.status).toBe('used');
  });
});

it('neither a reason nor what was revealed is logged, or kept in clear', async () => {
  const dump = JSON.stringify(
    await service.query('SELECT to_jsonb(a) FROM approvals a UNION ALL SELECT to_jsonb(r) FROM reveals r'),
  );
  expect(dump.length).toBeGreaterThan(1000);
  expect(log.length).toBeGreaterThan(10);
  for (const text of [dump, log.join('')]) expect(text).not.toMatch(/Complaint|complaint|Nobody but me/);
  const { lastName, email } = claim(CAMILLE).identity;
  for (const value of [lastName, email, '600001001']) expect(dump + log.join('')).not.toContain(value);
});
