import { SubjectKeys } from 'sealed-fields';
import { MatchPersonalData } from '../../apps/admin/src/matches/prisma-match-personal-data.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';
import { subjectOf } from '../support/subject-of.js';
import { by, PersonsModule } from '../support/persons.js';
import { ShiftedClock } from '../support/shifted-clock.js';

const DAY_MS = 86_400_000;
const RULES = '/api/v1/retention/rules';
const RUNS = '/api/v1/retention/runs';
const HOLDS = '/api/v1/holds';
const ERASURES = '/api/v1/erasures';
const REPORTS = '/api/v1/subject-reports';
const CAMILLE = '0600001001';
const LOUIS = '0600001002';
const HUGO = '0600001003';
const REASON = 'A case before the court, number 4711';
const ADMIN = by('anna', 'admin');
const AUDITOR = by('otto', 'auditor');

const clock = new ShiftedClock();
let moved = 0;
const days = (count: number) => {
  moved += count;
  clock.forward(count * DAY_MS);
};

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ clock, modules: [PersonsModule] });
});
afterAll(() => service.close());
// Each test begins today.
afterEach(async () => {
  clock.forward(-moved * DAY_MS);
  moved = 0;
  await service.call('PATCH', '/api/v1/settings', { ...ADMIN, json: { fourEyes: [] } });
  const { body } = await service.get(`${RULES}?inForce=true`);
  for (const { id } of body.items) await service.call('DELETE', `${RULES}/${id}`);
  const holds = await service.get(`${HOLDS}?active=true`);
  for (const { id } of holds.body.items)
    await service.post(`${HOLDS}/${id}/release`, { reason: 'End of a test' });
});

const international = (number: string) => `+33${number.slice(1)}`;
/** A match that has ended. @returns its id */
async function match(number: string, purpose?: string, more: object = {}, key?: string): Promise<string> {
  const body = claim(number, { ...(purpose === undefined ? {} : { purpose }), ...more });
  const answer = await service.post('/api/v1/matches', body, key === undefined ? {} : { key });
  expect(answer.status).toBe(201);
  return answer.body.id;
}
async function rule(terms: object): Promise<string> {
  const { status, body } = await service.post(RULES, { clock: 'settlement', ground: 'contract', ...terms });
  expect([status, body.code]).toEqual([201, undefined]);
  return body.id;
}
async function run(dryRun: boolean) {
  const { status, body } = await service.post(RUNS, { dryRun });
  expect([status, body.state]).toEqual([201, 'running']);
  const read = async () => (await service.get(`${RUNS}/${body.id}`)).body;
  return eventually(read, ({ state }) => state === 'completed', 30_000);
}
const there = async (id: string) => (await service.get(`/api/v1/matches/${id}`)).status === 200;
const erase = (number: string, more: object = {}, call: object = {}) =>
  service.post(ERASURES, { number, ground: 'request', ...more }, call);
const put = (number: string, endedAt: string | null) =>
  service.call('PUT', '/api/v1/relationships', { json: { number, endedAt } });
const now = () => new Date(clock.now()).toISOString();

describe('retention', () => {
  it('purges what is over by its settlement, after a dry run that says the same', async () => {
    const ruleId = await rule({ purpose: 'trial', days: 30 });
    const [over, kept] = [await match(CAMILLE, 'trial'), await match(LOUIS, 'unruled')];
    days(29);
    expect((await run(false)).report).toMatchObject({ purged: 0 });
    days(2);
    const dry = await run(true);
    expect([await there(over), dry.dryRun]).toEqual([true, true]);
    expect(dry.report).toMatchObject({
      purged: 1,
      byRule: [{ ruleId, purged: 1 }],
      held: 0,
      subjectsErased: 1,
    });
    const real = await run(false);
    expect(real.report).toEqual(dry.report);
    expect(real.startedBy).toEqual({ kind: 'bootstrap', id: 'bootstrap' });
    expect([await there(over), await there(kept)]).toEqual([false, true]);
    for (const table of ['match_events', 'match_notices', 'webhook_deliveries']) {
      expect(await service.query(`SELECT * FROM ${table} WHERE match_id = '${over}'`)).toEqual([]);
    }
    // Who asked for it stays on record.
    const { body } = await service.get(`/api/v1/audit/events?action=match.create&target=${over}`);
    expect(body.items).toMatchObject([{ id: over, actor: { kind: 'bootstrap' }, outcome: 'allowed' }]);
    expect((await run(false)).report).toMatchObject({ purged: 0, subjectsErased: 0 });
  });

  it('counts from the end of the relationship where the rule says so, and waits for it', async () => {
    await rule({ purpose: 'account', clock: 'relationship_end', days: 1826, duty: true, ground: 'aml' });
    const id = await match(LOUIS, 'account');
    days(3_000);
    expect((await run(false)).report).toMatchObject({ waiting: 1, purged: 0 });
    expect((await put(LOUIS, null)).status).toBe(200);
    expect((await run(false)).report).toMatchObject({ waiting: 1, purged: 0 });
    const endedAt = now();
    expect((await put(LOUIS, endedAt)).body).toMatchObject({ application: null, endedAt });
    days(1_825);
    expect((await run(false)).report).toMatchObject({ waiting: 0, purged: 0 });
    const found = await service.post('/api/v1/relationships/search', { number: LOUIS });
    expect(found.body.items).toHaveLength(1);
    days(1);
    expect((await run(false)).report).toMatchObject({ purged: 1 });
    expect(await there(id)).toBe(false);
  });

  it('keeps what is held until it is released, and what has not ended for ever', async () => {
    await rule({ days: 0 });
    const held = await match(CAMILLE, 'held');
    const open = await match(HUGO, 'held', { consent: {} });
    const made = await service.post(HOLDS, { matchId: held, reason: REASON });
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ active: true, reason: REASON }),
    ]);
    // A minute: much more, and the consent that is open expires.
    days(1 / 1_440);
    expect((await run(false)).report).toMatchObject({ held: 1 });
    const refused = await erase(CAMILLE);
    expect([refused.status, refused.body.code]).toEqual([409, 'erasure_refused']);
    expect(refused.body.refusals).toEqual([{ kind: 'hold', ground: null, until: null }]);
    const listed = await service.get(`${HOLDS}?active=true`);
    expect(listed.body.items.map(({ id }: { id: string }) => id)).toContain(made.body.id);
    expect(listed.text).not.toContain(REASON);
    const [row] = await service.query(
      `SELECT h::text AS row FROM legal_holds h WHERE id = '${made.body.id}'`,
    );
    expect(JSON.stringify(row)).not.toContain(Buffer.from(REASON).toString('hex'));

    const released = await service.post(`${HOLDS}/${made.body.id}/release`, {
      reason: 'The court has decided',
    });
    expect([released.status, released.body.active]).toEqual([200, false]);
    expect(
      (await service.post(`${HOLDS}/${made.body.id}/release`, { reason: 'Once more, please' })).status,
    ).toBe(409);
    expect((await run(false)).report).toMatchObject({ held: 0 });
    expect([await there(held), await there(open)]).toEqual([false, true]);
  });

  it('a hold ends by itself at its time', async () => {
    await rule({ purpose: 'timed', days: 0 });
    const id = await match(LOUIS, 'timed');
    const until = new Date(clock.now() + 10 * DAY_MS).toISOString();
    expect((await service.post(HOLDS, { number: LOUIS, reason: REASON, until })).status).toBe(201);
    days(9);
    expect((await run(false)).report).toMatchObject({ held: 1, purged: 0 });
    days(2);
    expect((await run(false)).report).toMatchObject({ held: 0, purged: 1 });
    expect(await there(id)).toBe(false);
  });

  it('keeps the history of its rules, and names what is wrong with one', async () => {
    const first = await rule({ application: 'shop', purpose: 'p', days: 10 });
    const { status, body } = await service.call('PUT', `${RULES}/${first}`, {
      json: { clock: 'settlement', days: 20, ground: 'consent' },
    });
    expect([status, body.application, body.purpose, body.days]).toEqual([200, 'shop', 'p', 20]);
    const all = (await service.get(RULES)).body.items;
    const old = all.find(({ id }: { id: string }) => id === first);
    expect(old).toMatchObject({ days: 10, supersededBy: body.id, endedBy: { kind: 'bootstrap' } });
    expect((await service.call('DELETE', `${RULES}/${first}`)).body.code).toBe('retention_rule_ended');
    await expect(
      service.query(`UPDATE retention_rules SET days = 1 WHERE id = '${body.id}'`),
    ).rejects.toThrow();
    await expect(service.query(`DELETE FROM retention_rules WHERE id = '${first}'`)).rejects.toThrow();
    const wrong = await service.post(RULES, { clock: 'x', days: -1, ground: 'Because', application: 'A b' });
    expect(wrong.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      ...['application', 'clock', 'days', 'ground'],
    ]);
  });
});

describe('erasing a person', () => {
  it('destroys what opens and what is found by, and leaves a certificate without a trace of the number', async () => {
    const id = await match(CAMILLE, 'p', { reference: 'order-77' });
    const subject = await subjectOf(service, international(CAMILLE));
    expect(
      (
        await service.post(HOLDS, {
          number: CAMILLE,
          reason: REASON,
          until: new Date(clock.now() + DAY_MS).toISOString(),
        })
      ).status,
    ).toBe(201);
    days(2);
    const keys = service.app.get(SubjectKeys, { strict: false });
    const place = { table: 't', column: 'c', row: '1' };
    await keys.sealAll([{ subject, place, value: 'x' }]);

    const erased = await erase(CAMILLE, { caseReference: 'DSR-2026/42' });
    expect([erased.status, erased.body.outcome]).toEqual([201, 'erased']);
    expect(erased.body).toMatchObject({
      ground: 'request',
      caseReference: 'DSR-2026/42',
      requestedBy: { kind: 'bootstrap' },
    });
    expect(erased.body.destroyed).toMatchObject({ dataKeys: 1 });
    expect(erased.body.destroyed.matches).toBeGreaterThanOrEqual(1);
    expect(erased.body.remains.length).toBeGreaterThan(1);

    await expect(keys.sealAll([{ subject, place, value: 'x' }])).rejects.toThrow();
    expect(
      await service.query(`SELECT wrapped, master_key_id FROM subject_keys WHERE subject = '${subject}'`),
    ).toEqual([{ wrapped: null, master_key_id: null }]);
    expect(await service.query(`SELECT number_index FROM subjects WHERE id = '${subject}'`)).toEqual([
      { number_index: null },
    ]);
    expect(
      await service.query(
        `SELECT id FROM matches m WHERE subject_id = '${subject}' AND (reference IS NOT NULL OR request_fingerprint IS NOT NULL OR coalesce(to_jsonb(m) ->> 'number_index', to_jsonb(m) ->> 'email_index') IS NOT NULL)`,
      ),
    ).toEqual([]);
    await expect(
      service.query(
        `INSERT INTO relationships VALUES (gen_random_uuid(), '${subject}', '*', null, now(), 'key', 'k')`,
      ),
    ).rejects.toThrow();
    expect((await service.get(`/api/v1/matches?number=${CAMILLE}`)).body.items).toEqual([]);
    const personal = service.app.get(MatchPersonalData, { strict: false });
    expect(await personal.open([id], null)).toMatchObject([
      { erased: true, number: null, identity: null, answer: null, returnUrl: null },
    ]);
    // What happened stays: masked, as before.
    expect((await service.get(`/api/v1/matches/${id}`)).body).toMatchObject({
      number: '********01',
      reference: null,
    });
    expect((await service.post(REPORTS, { number: CAMILLE }, AUDITOR)).body).toMatchObject({
      held: false,
      matches: [],
    });

    const again = await erase(CAMILLE);
    expect([again.status, again.body.outcome, again.body.destroyed.matches]).toEqual([
      201,
      'nothing_held',
      0,
    ]);
    const address = `${ERASURES}/${erased.body.id}`;
    expect((await service.get(address)).body).toEqual(erased.body);
    const english = await service.get(address, { headers: { accept: 'text/html' } });
    const french = await service.get(`${address}?format=html&language=fr`);
    expect([english.type, french.type]).toEqual(['text/html', 'text/html']);
    expect(english.text).toContain('Certificate of erasure');
    expect(french.text).toContain('Certificat d’effacement');
    for (const { text } of [erased, english, french, again]) expect(text).not.toMatch(/600001001/);
    const { body } = await service.get('/api/v1/audit/events?action=erasure.create&limit=2');
    expect(body.items).toMatchObject([
      { target: { type: 'erasure', id: again.body.id }, data: { outcome: 'nothing_held' } },
      { target: { type: 'erasure', id: erased.body.id }, data: { outcome: 'erased', ground: 'request' } },
    ]);
    await expect(service.query(`DELETE FROM erasures WHERE id = '${erased.body.id}'`)).rejects.toThrow();

    // Whoever comes back is another person.
    await match(CAMILLE);
    expect(await subjectOf(service, international(CAMILLE))).not.toBe(subject);
  });

  it('is refused while the law demands the data, and the refusal is on record', async () => {
    await rule({ purpose: 'aml', clock: 'relationship_end', days: 1826, duty: true, ground: 'aml' });
    await match(LOUIS, 'aml');
    const early = await erase(LOUIS);
    expect([early.status, early.body.refusals]).toEqual([
      409,
      [{ kind: 'duty', ground: 'aml', until: null }],
    ]);
    await put(LOUIS, now());
    days(1);
    const later = await erase(LOUIS, { caseReference: 'C-1' });
    expect(later.body.refusals[0].until).toMatch(/^20/);
    const kept = await service.get(`${ERASURES}/${later.body.erasureId}`);
    expect(kept.body).toMatchObject({
      outcome: 'refused',
      caseReference: 'C-1',
      refusals: later.body.refusals,
    });
    expect((await service.get(`${ERASURES}?outcome=refused`)).body.items).toContainEqual(kept.body);
    days(1_826);
    expect((await erase(LOUIS)).body.outcome).toBe('erased');
  });

  it('is refused while a match is open, and says until when', async () => {
    await match(HUGO, undefined, { consent: {} });
    const { status, body } = await erase(HUGO);
    expect([status, body.refusals]).toEqual([
      409,
      [{ kind: 'open_match', ground: null, until: expect.any(String) }],
    ]);
  });

  it('waits, like a report, while there are matches of which nobody can say whose they are', async () => {
    const id = await match(LOUIS);
    const subject = await subjectOf(service, international(LOUIS));
    await service.query(`UPDATE matches SET subject_id = NULL WHERE id = '${id}'`);
    const [refused, report] = [await erase(LOUIS), await service.post(REPORTS, { number: LOUIS }, AUDITOR)];
    await service.query(`UPDATE matches SET subject_id = '${subject}' WHERE id = '${id}'`);
    expect([refused.status, refused.body.code]).toEqual([503, 'matches_unassigned']);
    expect([report.status, report.body.code]).toEqual([503, 'matches_unassigned']);
  });

  it('takes no case reference that is the number', async () => {
    const { status, body } = await erase(CAMILLE, { caseReference: `X-${CAMILLE}` });
    expect([status, body.errors[0].field]).toEqual([400, 'caseReference']);
  });

  it('takes a second person where that is set', async () => {
    await match(LOUIS);
    await service.call('PATCH', '/api/v1/settings', { ...ADMIN, json: { fourEyes: ['erasure'] } });
    const asked = await erase(LOUIS, {}, ADMIN);
    expect(asked.status).toBe(202);
    const approvalId = asked.body.approval.id;
    expect((await erase(LOUIS, { approvalId }, ADMIN)).body.code).toBe('approval_pending');
    const approve = (who: string) =>
      service.post(`/api/v1/approvals/${approvalId}/approve`, {}, by(who, 'admin'));
    expect((await approve('anna')).status).toBe(403);
    expect((await approve('bert')).status).toBe(200);
    const other = await erase(LOUIS, { approvalId, ground: 'objection' }, ADMIN);
    expect(other.body.code).toBe('approval_for_something_else');
    const done = await erase(LOUIS, { approvalId }, ADMIN);
    expect([done.status, done.body.outcome, done.body.approvedBy]).toEqual([
      ...[201, 'erased', { kind: 'person', id: 'bert' }],
    ]);
  });
});

describe('where retention takes a second person', () => {
  const terms = { purpose: 'trial of Jean', clock: 'settlement', ground: 'contract' };
  const write = (method: string, path: string, json?: object) =>
    service.call(method, path, { ...ADMIN, json });
  /** Asks, has it approved by somebody else, and gives the approval. */
  const approved = async (asked: { status: number; body: { approval: { id: string } } }) => {
    expect(asked.status).toBe(202);
    const { id } = asked.body.approval;
    expect((await service.post(`/api/v1/approvals/${id}/approve`, {}, ADMIN)).status).toBe(403);
    expect((await service.post(`/api/v1/approvals/${id}/approve`, {}, by('bert', 'admin'))).status).toBe(200);
    return id;
  };
  const demand = () =>
    service.call('PATCH', '/api/v1/settings', { ...ADMIN, json: { fourEyes: ['erasure', 'retention'] } });

  it('a rule is put into force, changed and ended by two', async () => {
    await demand();
    const asked = await write('POST', RULES, { ...terms, days: 30 });
    const first = await approved(asked);
    // Who decides is told the purpose; where it is not sealed, it is not.
    expect(asked.body.approval.reason).toContain('trial of Jean');
    expect(JSON.stringify(await service.query('SELECT target_id, payload FROM approvals'))).not.toContain(
      'Jean',
    );
    const other = await write('POST', RULES, { ...terms, days: 0, approvalId: first });
    expect(other.body.code).toBe('approval_for_something_else');
    const elsewhere = await write('POST', RULES, { ...terms, purpose: 'all', days: 30, approvalId: first });
    expect(elsewhere.body.code).toBe('approval_for_something_else');
    const made = await write('POST', RULES, { ...terms, days: 30, approvalId: first });
    expect([made.status, made.body.days]).toEqual([201, 30]);

    const change = (more: object) =>
      write('PUT', `${RULES}/${made.body.id}`, { clock: 'settlement', ground: 'contract', days: 0, ...more });
    const second = await approved(await change({}));
    const changed = await change({ approvalId: second });
    expect([changed.status, changed.body.days]).toEqual([200, 0]);

    const end = (query = '') => write('DELETE', `${RULES}/${changed.body.id}${query}`);
    const third = await approved(await end());
    expect((await end('?approvalId=x')).body.errors[0].field).toBe('approvalId');
    expect((await end(`?approvalId=${third}`)).body.endedAt).toEqual(expect.any(String));
    expect((await write('POST', RULES, { ...terms, days: 30, approvalId: first })).body.code).toBe(
      'approval_used',
    );
  });

  it('a purge is started by two, and a dry run by one', async () => {
    await demand();
    expect((await write('POST', RUNS, { dryRun: true })).status).toBe(201);
    const approvalId = await approved(await write('POST', RUNS, { dryRun: false }));
    expect((await write('POST', RUNS, { dryRun: false, approvalId })).body.state).toBe('running');
    expect((await write('POST', RUNS, { dryRun: false, approvalId })).body.code).toBe('approval_used');
  });

  it('nothing of it is done past the service either', async () => {
    const id = await rule({ purpose: 'kept', days: 3_000, duty: true, ground: 'aml' });
    await demand();
    const columns = 'id, live_key, clock, days, duty, ground, created_at, created_by_kind, created_by_id';
    const put = `INSERT INTO retention_rules (${columns})
      VALUES (gen_random_uuid(), '[null,null]', 'settlement', 0, false, 'contract', now(), 'person', 'anna')`;
    await expect(service.query(put)).rejects.toThrow('DQA01');
    const ended = `UPDATE retention_rules SET live_key = NULL, ended_at = now(), ended_by_kind = 'person', ended_by_id = 'anna'`;
    await expect(service.query(`${ended} WHERE id = '${id}'`)).rejects.toThrow('DQA01');
    await expect(
      service.query(`${ended}, superseded_by = gen_random_uuid() WHERE id = '${id}'`),
    ).rejects.toThrow('no rule took the place');
    const run = `INSERT INTO retention_runs (id, dry_run, state, stage, started_at, started_by_kind, started_by_id, report)
      VALUES (gen_random_uuid(), false, 'running', 'matches', now(), 'person', 'anna', '{}')`;
    await expect(service.query(run)).rejects.toThrow('DQA01');
    expect((await service.get(`${RULES}?inForce=true`)).body.items).toMatchObject([{ id, days: 3_000 }]);
  });
});

describe('a report for the person', () => {
  it('says all that is held, in words, in both languages, as a page without a script', async () => {
    await rule({ purpose: 'credit', days: 90, ground: 'legitimate_interest' });
    const id = await match(CAMILLE, 'credit', { reference: 'order-9' });
    await service.post(HOLDS, { number: CAMILLE, reason: 'Open to the person: a complaint' });
    await service.post(HOLDS, { number: CAMILLE, reason: 'Secret: reported to the FIU', disclose: false });
    const report = await service.post(REPORTS, { number: CAMILLE }, AUDITOR);
    expect(report.status).toBe(200);
    expect(report.headers['cache-control']).toBe('no-store');
    expect(report.body.number).toBe(international(CAMILLE));
    const told = report.body.matches.find((one: { id: string }) => one.id === id);
    expect(told).toMatchObject({
      ...{ status: 'scored', reference: 'order-9', purpose: 'credit' },
      identity: claim(CAMILLE).identity,
      verdict: {
        result: 'match',
        reasons: expect.arrayContaining([expect.stringMatching(/^Last name: agrees/)]),
      },
      retention: {
        state: 'running',
        until: expect.any(String),
        meaning: expect.stringContaining('legitimate interest'),
      },
    });
    expect(told.timeline.length).toBeGreaterThan(2);
    expect(report.body.holds.map(({ reason }: { reason: string }) => reason)).toEqual([
      'Open to the person: a complaint',
    ]);
    for (const [language, words] of [
      ['en', ['Report on personal data', 'The claims agree', 'Martin', 'Last name']],
      ['fr', ['Rapport sur les données personnelles', 'concordent', 'Martin', 'Date de naissance']],
    ] as const) {
      const page = await service.post(REPORTS, { number: CAMILLE, language, format: 'html' }, AUDITOR);
      expect([page.status, page.type]).toEqual([200, 'text/html']);
      expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(page.headers['cache-control']).toBe('no-store');
      for (const word of words) expect(page.text).toContain(word);
      expect(page.text).not.toMatch(/<script|Secret/i);
      expect(page.text).toContain(`<html lang="${language}">`);
    }
    expect(report.text).not.toContain('Secret');
    const subject = await subjectOf(service, international(CAMILLE));
    const { body } = await service.get(
      `/api/v1/audit/events?action=subject.report&target=${subject}&limit=1`,
    );
    expect(body.items[0]).toMatchObject({ actor: { kind: 'person', id: 'otto' }, outcome: 'allowed' });
  });

  it('says so where nothing is held, and is for nobody without the permission', async () => {
    const { body } = await service.post(REPORTS, { number: '0600001999' }, AUDITOR);
    expect(body).toMatchObject({ held: false, matches: [], holds: [] });
    expect((await service.post(REPORTS, { number: CAMILLE })).body.code).toBe('forbidden');
  });
});

it('the register of processing says what is really set, in both languages', async () => {
  const ruleId = await rule({ purpose: 'onboarding', days: 7, duty: true, ground: 'legal_obligation' });
  await match(LOUIS, 'onboarding');
  const { body } = await service.get('/api/v1/register');
  expect(body.purposes).toContainEqual(
    expect.objectContaining({
      application: 'default',
      purpose: 'onboarding',
      ruleId,
      retention: expect.stringContaining('7 days'),
    }),
  );
  expect(body.security).toMatchObject({ masterKeys: 1, fourEyes: [], production: false, rateLimit: 0 });
  expect(body.recipients.join()).toContain('DQE');
  const french = await service.get('/api/v1/register?language=fr&format=html');
  expect([french.type, french.status]).toEqual(['text/html', 200]);
  expect(french.text).toContain('Registre des traitements');
  expect(french.text).toContain('7 jours');
});

describe('a key of one application', () => {
  const scopes = [
    'matches:create',
    'matches:read',
    'settings:manage',
    'subjects:read',
    'subjects:report',
    'subjects:hold',
    'subjects:erase',
  ] as const;

  it('sees and erases whom its application alone knows', async () => {
    const shop = await keyWith(service, scopes, 'shop');
    const number = '0600001004';
    const [ours, theirs] = [await match(number), await match(number, undefined, {}, shop.key)];
    const call = { key: shop.key };
    const report = await service.post(REPORTS, { number }, call);
    expect(report.body.matches.map(({ id }: { id: string }) => id)).toEqual([theirs]);
    const refused = await erase(number, {}, call);
    expect([refused.status, refused.body.refusals]).toEqual([
      409,
      [{ kind: 'other_application', ground: null, until: null }],
    ]);
    expect(refused.text).not.toContain('default');
    expect((await service.post(HOLDS, { matchId: ours, reason: REASON }, call)).status).toBe(404);
    const hold = await service.post(HOLDS, { number, reason: REASON }, call);
    expect(hold.body.application).toBe('shop');
    await service.post(`${HOLDS}/${hold.body.id}/release`, { reason: 'No longer needed' }, call);
    // Whom only others know, nobody is known to be.
    await match('0600001005');
    expect((await erase('0600001005', {}, call)).body.outcome).toBe('nothing_held');
    expect((await service.post(REPORTS, { number: '0600001005' }, call)).body.matches).toEqual([]);
    await match('0600001006', undefined, {}, shop.key);
    expect((await erase('0600001006', {}, call)).body).toMatchObject({ outcome: 'erased' });
    expect((await erase(number)).body.outcome).toBe('erased');
  });

  it('sets rules for its application only, and starts no purge', async () => {
    const { key } = await keyWith(service, scopes, 'shop');
    const terms = { clock: 'settlement', days: 5, ground: 'contract' };
    const forAll = await service.post(RULES, terms, { key });
    expect([forAll.status, forAll.body.code]).toEqual([403, 'other_application']);
    expect((await service.post(RULES, { ...terms, application: 'shop' }, { key })).status).toBe(201);
    expect((await service.post(RUNS, { dryRun: true }, { key })).body.code).toBe('other_application');
    expect((await service.get(RUNS, { key })).body.items).toEqual([]);
    const wrong = { number: LOUIS, application: 'default', endedAt: null };
    expect((await service.call('PUT', '/api/v1/relationships', { key, json: wrong })).body.code).toBe(
      'other_application',
    );
  });
});
