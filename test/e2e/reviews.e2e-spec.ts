import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { keyWith } from '../support/keys.js';
import { by, PersonsModule } from '../support/persons.js';

const MATCHES = '/api/v1/matches';
const REVIEWS = '/api/v1/reviews';
const CAMILLE = '0600001001';
const REASON = 'CANARYREASON: she says that this is her maiden name';
const RITA = by('rita', 'reviewer');
const ROBIN = by('robin', 'reviewer');
const ADA = by('ada', 'admin');

let service: AdminService;
const log: string[] = [];
beforeAll(async () => {
  service = await AdminService.start({
    modules: [PersonsModule],
    env: { LOG_LEVEL: 'trace' },
    log: { write: (line: string) => void log.push(line) },
  });
});
afterAll(() => service.close());

const mismatch = { ...claim(CAMILLE).identity, birthDate: '1960-01-01' };
/** A match that the policy takes for a mismatch. */
const made = async (application = 'shop') => {
  const { key } = await keyWith(service, ['matches:create', 'matches:read', 'matches:review'], application);
  const { status, body } = await service.post(MATCHES, claim(CAMILLE, { identity: mismatch }), { key });
  expect([status, body.verdict?.result, body.review]).toEqual([201, 'mismatch', null]);
  return { id: String(body.id), key, match: body };
};
const contest = (id: string, call = {}) => service.post(`${MATCHES}/${id}/contest`, { reason: REASON }, call);
const override = (id: string, verdict: string, call = {}, more = {}) =>
  service.post(`${MATCHES}/${id}/override`, { verdict, reason: REASON, ...more }, call);
const close = (id: string, resolution: string, call = {}) =>
  service.post(`${REVIEWS}/${id}/close`, { resolution, reason: REASON }, call);
const shown = async (id: string) => (await service.get(`${MATCHES}/${id}`, RITA)).body;
const recorded = async (target: string) =>
  (await service.get(`/api/v1/audit/events?target=${target}&limit=500`)).body.items;

describe('a verdict is contested', () => {
  it('by the partner’s key, for the person concerned; a reviewer finds it in the queue, with the reason', async () => {
    const { id, key } = await made();
    const { status, body } = await contest(id, { key });
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: expect.any(String), matchId: id, cause: 'contested', state: 'open' },
        ...{ openedAt: expect.any(String), openedBy: { kind: 'key', id: expect.any(String) } },
        ...{ closedAt: null, closedBy: null, resolution: null },
      },
    ]);
    const queue = (await service.get(`${REVIEWS}?state=open&cause=contested`, RITA)).body;
    expect(queue.items[0]).toEqual(body);
    expect((await service.get(`${REVIEWS}/${body.id}`, RITA)).body).toEqual({
      ...{ ...body, reason: REASON, closingReason: null, overrides: [] },
    });
    expect((await shown(id)).review).toEqual({ state: 'open', override: null });
    expect((await service.events(id)).at(-1)).toMatchObject({
      type: 'contested',
      data: { reviewId: body.id },
    });
    expect(await recorded(id)).toContainEqual(
      expect.objectContaining({
        ...{ action: 'match.contest', outcome: 'allowed' },
        data: { review: body.id, reasonHash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) },
      }),
    );
  });

  it('once at a time, however many do at once; again when the case is closed', async () => {
    const { id } = await made();
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => contest(id, RITA)));
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
    const first = all.find(({ status }) => status === 201)!.body.id;
    const refused = all.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, body }) => [status, body.code, body.reviewId])).toEqual(
      refused.map(() => [409, 'already_contested', first]),
    );
    expect((await close(first, 'upheld', RITA)).status).toBe(200);
    expect((await contest(id, RITA)).status).toBe(201);
  });

  it('not one that there is not', async () => {
    const { body } = await service.post(MATCHES, { number: '0600000013', identity: { lastName: 'Martin' } });
    expect([body.status, body.verdict]).toEqual(['rejected', null]);
    for (const answer of [await contest(body.id, RITA), await override(body.id, 'match', RITA)]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'no_verdict']);
    }
    const none = '019a0000-0000-7000-8000-000000000001';
    expect((await contest(none, RITA)).body.code).toBe('match_not_found');
    expect((await contest('none', RITA)).body.errors[0].field).toBe('id');
  });

  it.each([
    ['without a reason', {}, ['reason']],
    ['with a reason that says nothing', { reason: '  no  ' }, ['reason']],
    ['with a reason that is a file', { reason: 'x'.repeat(501) }, ['reason']],
    ['with control characters', { reason: 'a reason \u001b[31m in red' }, ['reason']],
    ['with more than that', { reason: REASON, verdict: 'match' }, ['verdict']],
  ])('%s is refused, naming the field', async (_what, body, fields) => {
    const { id } = await made();
    const answer = await service.post(`${MATCHES}/${id}/contest`, body, RITA);
    expect([answer.status, answer.body.errors.map(({ field }: { field: string }) => field)]).toEqual([
      400,
      fields,
    ]);
  });
});

describe('a verdict is overridden', () => {
  it('by a person, with a reason; the original stays', async () => {
    const { id, match } = await made();
    const { body: review } = await contest(id, RITA);
    const { status, body } = await override(id, 'match', RITA);
    expect([status, body.verdict]).toEqual([201, match.verdict]);
    expect(body.review).toEqual({ state: 'open', override: { verdict: 'match', at: expect.any(String) } });
    const closed = await close(review.id, 'overridden', ROBIN);
    expect(closed.body).toMatchObject({
      ...{ state: 'closed', resolution: 'overridden', closedBy: { kind: 'person', id: 'robin' } },
      ...{ reason: REASON, closingReason: REASON },
      overrides: [
        {
          ...{ verdict: 'match', previousVerdict: 'mismatch', by: { kind: 'person', id: 'rita' } },
          ...{ reason: REASON, reviewId: review.id, approvalId: null },
        },
      ],
    });
    expect(await shown(id)).toEqual({
      ...match,
      review: { state: 'closed', override: body.review.override },
    });
    const timeline = (await service.events(id)).slice(-3);
    expect(timeline.map(({ type }) => type)).toEqual(['contested', 'overridden', 'review_closed']);
    const actions = (await recorded(id)).map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['match.contest', 'match.override']));
    expect((await recorded(review.id))[0]).toMatchObject({ action: 'review.close', outcome: 'allowed' });
  });

  it('without a case, too, and again; not to what stands', async () => {
    const { id } = await made();
    expect((await override(id, 'mismatch', RITA)).body.code).toBe('verdict_unchanged');
    expect((await override(id, 'match', RITA)).body.review).toMatchObject({ state: 'closed' });
    expect((await override(id, 'match', ROBIN)).body.code).toBe('verdict_unchanged');
    expect((await override(id, 'insufficient', ROBIN)).body.review.override.verdict).toBe('insufficient');
  });

  it('by one of many at once', async () => {
    const { id } = await made();
    const all = await Promise.all(
      ['match', 'partial', 'insufficient', 'match', 'partial'].map((verdict) => override(id, verdict, RITA)),
    );
    const done = all.filter(({ status }) => status === 201).length;
    const [{ overrides }] = (await service.query<{ overrides: number }>(
      `SELECT count(*)::int AS overrides FROM verdict_overrides WHERE match_id = '${id}'`,
    )) as [{ overrides: number }];
    expect(done).toBeGreaterThan(0);
    expect(overrides).toBe(done);
    expect(all.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
  });

  it('not by a machine, whatever its key may', async () => {
    const { id, key } = await made();
    const review = (await contest(id, { key })).body.id;
    for (const answer of [await override(id, 'match', { key }), await close(review, 'upheld', { key })]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'person_needed']);
    }
    expect((await shown(id)).review).toEqual({ state: 'open', override: null });
    await expect(
      service.query(
        `INSERT INTO verdict_overrides (id, match_id, ordinal, verdict, previous_verdict, reason_sealed, at, actor_kind,
          actor_id) VALUES (gen_random_uuid(), '${id}', 1, 'match', 'mismatch', '', now(), 'key', 'k')`,
      ),
    ).rejects.toThrow('verdict_overrides_actor_check');
  });

  it('and nobody changes what the policy or a person said, not even in the database', async () => {
    const { id } = await made();
    await override(id, 'match', RITA);
    await expect(service.query(`UPDATE matches SET verdict = 'match' WHERE id = '${id}'`)).rejects.toThrow();
    await expect(
      service.query(`UPDATE verdict_overrides SET verdict = 'partial' WHERE match_id = '${id}'`),
    ).rejects.toThrow();
  });

  it.each([
    ['by no verdict', { verdict: 'yes', reason: REASON }, ['verdict']],
    ['without a reason', { verdict: 'match' }, ['reason']],
    ['with an approval that is none', { verdict: 'match', reason: REASON, approvalId: 'x' }, ['approvalId']],
  ])('%s is refused, naming the field', async (_what, body, fields) => {
    const answer = await service.post(`${MATCHES}/${(await made()).id}/override`, body, RITA);
    expect([answer.status, answer.body.errors.map(({ field }: { field: string }) => field)]).toEqual([
      400,
      fields,
    ]);
  });

  it('with four eyes, takes a second person, who approves this verdict and no other', async () => {
    const set = (fourEyes: string[], call = {}) =>
      service.call('PATCH', '/api/v1/settings', { json: { fourEyes }, ...call });
    expect((await set(['verdict'], ADA)).status).toBe(200);
    const { id } = await made();
    const asked = await override(id, 'match', RITA);
    const { approval } = asked.body;
    expect([asked.status, approval.status, asked.headers['location']]).toEqual([
      ...[202, 'pending', `/api/v1/approvals/${approval.id}`],
    ]);
    expect((await shown(id)).review).toBeNull();
    const again = { approvalId: approval.id };
    expect((await override(id, 'match', RITA, again)).body.code).toBe('approval_pending');
    expect((await service.post(`/api/v1/approvals/${approval.id}/approve`, {}, RITA)).status).toBe(403);
    expect((await service.post(`/api/v1/approvals/${approval.id}/approve`, {}, ROBIN)).status).toBe(200);
    expect((await override(id, 'partial', RITA, again)).body.code).toBe('approval_for_something_else');
    expect((await override(id, 'match', ROBIN, again)).body.code).toBe('approval_of_another');
    const done = await override(id, 'match', RITA, again);
    expect([done.status, done.body.review.override.verdict]).toEqual([201, 'match']);
    expect((await override(id, 'partial', RITA, again)).status).toBe(409);
    expect((await set([], ADA)).status).toBe(200);
  });
});

describe('a case', () => {
  it('is closed once, and as what was done in it', async () => {
    const { id } = await made();
    const review = (await contest(id, RITA)).body.id;
    expect((await close(review, 'overridden', RITA)).body.code).toBe('resolution_contradicts');
    await override(id, 'match', RITA);
    expect((await close(review, 'upheld', RITA)).body.code).toBe('resolution_contradicts');
    expect((await close(review, 'overridden', RITA)).status).toBe(200);
    expect((await close(review, 'overridden', RITA)).body.code).toBe('review_closed');
    expect((await close('019a0000-0000-7000-8000-000000000001', 'upheld', RITA)).body.code).toBe(
      'review_not_found',
    );
    expect((await service.get(`${REVIEWS}/none`, RITA)).body.code).toBe('validation_failed');
  });

  it('of another application is none to a key', async () => {
    const { id } = await made('shop');
    const other = await made('bank');
    const review = (await contest(id, RITA)).body.id;
    expect((await contest(id, other)).body.code).toBe('match_not_found');
    expect((await service.get(`${REVIEWS}/${review}`, { key: other.key })).body.code).toBe(
      'review_not_found',
    );
    const seen = (await service.get(`${REVIEWS}?limit=500`, { key: other.key })).body.items;
    expect(seen.map(({ matchId }: { matchId: string }) => matchId)).not.toContain(id);
  });

  it('is listed page by page', async () => {
    for (let i = 0; i < 3; i++) await contest((await made()).id, RITA);
    const all = (await service.get(`${REVIEWS}?limit=500`, RITA)).body.items;
    const paged = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await service.get(`${REVIEWS}?limit=2${cursor && `&cursor=${cursor}`}`, RITA);
      paged.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(paged).toEqual(all);
    const open = (await service.get(`${REVIEWS}?state=open&limit=500`, RITA)).body.items;
    expect(open.map(({ state }: { state: string }) => state)).toEqual(open.map(() => 'open'));
    expect((await service.get(`${REVIEWS}?state=lost`, RITA)).body.errors[0].field).toBe('state');
  });
});

describe('who lists or exports matches', () => {
  it('finds those under review, and those that were overridden', async () => {
    const [open, done] = [await made(), await made()];
    await contest(open.id, RITA);
    await override(done.id, 'match', RITA);
    const ids = async (review: string) =>
      (await service.get(`${MATCHES}?review=${review}&limit=500`, RITA)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    const [opens, overridden] = [await ids('open'), await ids('overridden')];
    expect([opens.includes(open.id), opens.includes(done.id)]).toEqual([true, false]);
    expect([overridden.includes(open.id), overridden.includes(done.id)]).toEqual([false, true]);
    expect((await service.get(`${MATCHES}?review=closed`, RITA)).body.errors[0].field).toBe('review');
    const csv = (await service.get('/api/v1/exports/matches?review=overridden')).text.split('\r\n');
    expect(csv[0]).toMatch(/,reference,review\.state,review\.override\.verdict,review\.override\.at,/);
    expect(csv.find((line) => line.startsWith(done.id))).toMatch(/,closed,match,\d{4}-[\d-]+T[\d:.]+Z,,$/);
    const lines = (await service.get('/api/v1/exports/matches?format=ndjson&review=open')).text
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).review.state)).toEqual(lines.map(() => 'open'));
  });
});

describe('a report for the person', () => {
  const report = (more = {}) =>
    service.post('/api/v1/subject-reports', { number: CAMILLE, ...more }, by('otto', 'auditor'));
  type Reported = { id: string; timeline: { type: string; meaning: string }[] };
  const reported = async (id: string, more = {}) =>
    (await report(more)).body.matches.find((match: Reported) => match.id === id);

  it('says who contested and what people decided, with their reasons', async () => {
    const { id } = await made();
    expect(await reported(id)).toMatchObject({ reviews: [], overrides: [], verdictInForce: null });
    const review = (await contest(id, RITA)).body.id;
    expect((await reported(id)).reviews).toEqual([
      {
        ...{ openedAt: expect.any(String), reason: REASON },
        ...{ closedAt: null, resolution: null, closingReason: null },
      },
    ]);
    await override(id, 'partial', RITA);
    await override(id, 'match', ROBIN, { reason: 'CANARYREASON: <b>certificate</b> seen' });
    await close(review, 'overridden', RITA);
    const told = await reported(id);
    expect(told).toMatchObject({
      verdict: { result: 'mismatch' },
      verdictInForce: {
        result: 'match',
        meaning: expect.stringContaining('agree'),
        since: told.overrides[1].at,
      },
      reviews: [{ closedAt: expect.any(String), resolution: 'overridden', closingReason: REASON }],
      overrides: [
        { verdict: 'partial', previousVerdict: 'mismatch', meaning: expect.any(String), reason: REASON },
        { verdict: 'match', previousVerdict: 'partial', reason: 'CANARYREASON: <b>certificate</b> seen' },
      ],
    });
    for (const language of ['en', 'fr']) {
      const { timeline } = (await reported(id, { language })) as Reported;
      expect(timeline.slice(-4).map(({ type }) => type)).toEqual([
        ...['contested', 'overridden', 'overridden', 'review_closed'],
      ]);
      for (const { type, meaning } of timeline) expect(meaning).not.toBe(type);
      const { text } = await report({ language, format: 'html' });
      expect(text).toContain(language === 'en' ? 'How it was contested' : 'Comment il a été contesté');
      expect(text).toContain('CANARYREASON: &lt;b&gt;certificate&lt;/b&gt; seen');
      expect(text).not.toContain('<b>');
    }
  });

  it('leaves out that the number was probed', async () => {
    const { id } = await made();
    await service.query(
      `INSERT INTO reviews (id, match_id, subject_id, cause, state, opened_at)
       SELECT gen_random_uuid(), id, subject_id, 'probing', 'open', now() FROM matches WHERE id = '${id}'`,
    );
    expect((await reported(id)).reviews).toEqual([]);
    for (const format of ['json', 'html']) expect((await report({ format })).text).not.toMatch(/prob(e|ing)/);
  });

  it('says to a key no more than of its application', async () => {
    const [ours, theirs] = [await made('shop'), await made('bank')];
    for (const { id } of [ours, theirs]) await contest(id, RITA);
    const { key } = await keyWith(service, ['subjects:report'], 'shop');
    const { body } = await service.post('/api/v1/subject-reports', { number: CAMILLE }, { key });
    const seen = body.matches.map(({ id }: Reported) => id);
    expect([seen.includes(ours.id), seen.includes(theirs.id)]).toEqual([true, false]);
    expect(body.matches.at(-1).reviews).toMatchObject([{ reason: REASON }]);
  });
});

it('what people wrote is nowhere in clear: not in the log, nor in the record, nor in the database', async () => {
  const { id } = await made();
  await contest(id, RITA);
  await override(id, 'match', RITA);
  const events = await service.get('/api/v1/audit/events?limit=500');
  expect(log.length).toBeGreaterThan(10);
  for (const text of [log.join(''), events.text, JSON.stringify(await service.events(id))]) {
    expect(text).not.toContain('CANARYREASON');
  }
  const rows = await service.query<{ sealed: Uint8Array | null }>(
    'SELECT reason_sealed AS sealed FROM reviews UNION ALL SELECT reason_sealed FROM verdict_overrides',
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const { sealed } of rows)
    expect(Buffer.from(sealed ?? []).toString('latin1')).not.toContain('CANARYREASON');
});

describe('a match of an earlier release, of which nobody knows yet whose it is', () => {
  const waits = (answers: readonly { status: number; body: { code: string } }[]) =>
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      answers.map(() => [503, 'matches_unassigned']),
    );

  it('is not written about: the reason could be erased with nobody', async () => {
    const { id } = await made();
    const { body: review } = await contest((await made()).id, RITA);
    await service.query(`UPDATE matches SET subject_id = NULL WHERE id = '${id}'`);
    await service.query(`UPDATE reviews SET subject_id = NULL WHERE id = '${review.id}'`);
    const before = await service.query('SELECT id FROM reveals UNION SELECT id FROM reviews');
    const reveal = { reason: REASON };
    waits([
      await contest(id, RITA),
      await override(id, 'match', RITA),
      await close(review.id, 'upheld', RITA),
      await service.post(`${MATCHES}/${id}/reveal`, reveal, by('otto', 'auditor')),
    ]);
    expect(await service.query('SELECT id FROM reveals UNION SELECT id FROM reviews')).toEqual(before);
    expect(
      await service.query(
        `SELECT subject FROM subject_keys WHERE subject = '00000000-0000-0000-0000-000000000000'`,
      ),
    ).toEqual([]);
  });
});

describe('a person whom another instance has erased', () => {
  it('has no reason shown, and no new case, though their key is in memory here', async () => {
    const number = '0600001002';
    const otto = by('otto', 'auditor');
    const { body: match } = await service.match(claim(number));
    const id = String(match.id);
    const { body: review } = await contest(id, RITA);
    const reveals = `${MATCHES}/${id}/reveals`;
    await service.post(`${MATCHES}/${id}/reveal`, { reason: REASON }, otto);
    const demand = (fourEyes: string[]) =>
      service.call('PATCH', '/api/v1/settings', { ...ADA, json: { fourEyes } });
    await demand(['reveal']);
    const wanted = await service.post(`${MATCHES}/${id}/reveal`, { reason: REASON }, otto);
    await demand([]);
    const approval = `/api/v1/approvals/${wanted.body.approval.id}`;
    const reasons = async () => [
      (await service.get(`${REVIEWS}/${review.id}`, RITA)).body.reason,
      (await service.get(reveals, otto)).body.items[0].reason,
      (await service.get(approval, otto)).body.reason,
    ];
    expect(await reasons()).toEqual([REASON, REASON, REASON]);
    expect((await close(review.id, 'dismissed', RITA)).status).toBe(200);
    await service.query(
      `UPDATE subjects SET erased_at = now() WHERE id = (SELECT subject_id FROM matches WHERE id = '${id}')`,
    );
    expect(await reasons()).toEqual([null, null, null]);
    const again = await contest(id, RITA);
    expect([again.status, again.body.code]).toEqual([410, 'subject_erased']);
  });
});
