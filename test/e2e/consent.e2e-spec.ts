import { createHash } from 'node:crypto';
import { sandboxConsentErrorNumber, SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';

const { consentAtOnce, consentPendingThrice, consentPendingForever } = SANDBOX_NUMBERS;
const SHOP = 'https://shop.example';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ env: { RETURN_URL_ORIGINS: SHOP } });
});
afterAll(() => service.close());

const ask = async (number: string = consentAtOnce, consent: object = {}) =>
  (await service.match(claim(number, { consent }))).body;
const typesOf = async (id: string) => (await service.events(id)).map(({ type }) => type);

/** A page for people, that nobody keeps and that passes nothing on. */
function expectPage(answer: Awaited<ReturnType<AdminService['get']>>, status: number, title: string) {
  expect([answer.status, answer.type]).toEqual([status, 'text/html']);
  expect(answer.text).toContain(`<h1>${title}</h1>`);
  expectPrivate(answer);
}
function expectPrivate({ headers }: Awaited<ReturnType<AdminService['get']>>) {
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
}

describe('a match that needs consent', () => {
  it('is 201 consent_pending, with the page to send the browser to and until when', async () => {
    const match = await ask();
    expect(match).toMatchObject({
      ...{ status: 'consent_pending', operator: 'Orange', settledAt: null },
      ...{ scores: null, verdict: null, error: null },
      consent: { url: expect.stringContaining(`${service.sandbox.url}/operator/`) },
    });
    const left = Date.parse(match.consent.expiresAt) - Date.now();
    expect(left).toBeGreaterThan(240_000);
    expect(left).toBeLessThanOrEqual(300_000);
    expect(await service.show(match.id)).toEqual(match);
  });

  it('is rejected where the caller offered no consent, and says what to do', async () => {
    const { body } = await service.match(claim(SANDBOX_NUMBERS.consentAtOnce));
    expect(body).toMatchObject({ status: 'rejected', consent: null });
    expect(body.error).toMatchObject({ id: '01', category: 'protocol' });
  });

  it('takes a token of its own for every session', async () => {
    const before = service.sandbox.counts['/ACCESS_TOKEN/'];
    await Promise.all([ask(), ask(), ask()]);
    expect(service.sandbox.counts['/ACCESS_TOKEN/'] - before).toBe(3);
  });
});

describe('the customer agrees', () => {
  it('without returnUrl: a page says that it is done, and the match is scored', async () => {
    const match = await ask();
    expectPage(await service.comeBack(await service.decide(match.consent.url, 'agree')), 200, 'It is done');
    expect(await service.show(match.id)).toMatchObject({
      ...{ status: 'scored', operator: 'Orange', consent: null, verdict: { result: 'match' } },
      settledAt: expect.any(String),
    });
  });

  it('with returnUrl: the browser goes there with matchId and status, keeping its query, and never a token', async () => {
    const returnUrl = `${SHOP}/done?basket=7&status=mine#top`;
    const match = await ask(consentAtOnce, { returnUrl });
    const answer = await service.comeBack(await service.decide(match.consent.url, 'agree'));
    expect([answer.status, answer.text]).toEqual([303, '']);
    expect(answer.headers['location']).toBe(`${SHOP}/done?basket=7&status=scored&matchId=${match.id}#top`);
    expectPrivate(answer);
  });

  it('with returnUrl: its query is left to the letter, because it may be signed', async () => {
    const returnUrl = `${SHOP}/done?a=b%20c&flag&sig=~x'y#frag`;
    const match = await ask(consentAtOnce, { returnUrl });
    const answer = await service.comeBack(await service.decide(match.consent.url, 'agree'));
    expect(answer.headers['location']).toBe(
      `${SHOP}/done?a=b%20c&flag&sig=~x'y&matchId=${match.id}&status=scored#frag`,
    );
  });

  it('a look by HEAD, as scanners of links take it, uses up nothing', async () => {
    const match = await ask();
    const path = await service.decide(match.consent.url, 'agree');
    expect((await service.call('HEAD', path, { anonymous: true })).status).toBe(204);
    expect(await service.show(match.id)).toMatchObject({ status: 'consent_pending' });
    expectPage(await service.comeBack(path), 200, 'It is done');
  });

  it('and the session ends while the result is fetched: the browser goes back all the same', async () => {
    const match = await ask(sandboxConsentErrorNumber('30'), { returnUrl: `${SHOP}/done` });
    const answer = await service.comeBack(await service.decide(match.consent.url, 'agree'));
    expect([answer.status, answer.headers['location']]).toEqual([
      303,
      `${SHOP}/done?matchId=${match.id}&status=expired`,
    ]);
  });

  it('leaves a complete timeline', async () => {
    const match = await ask();
    await service.comeBack(await service.decide(match.consent.url, 'agree'));
    const events = await service.events(match.id);
    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'requested', data: { country: 'FR', consentOffered: true } },
      { type: 'token', data: { kind: 'fresh' } },
      { type: 'sent', data: { attempt: 1 } },
      { type: 'answered', data: { answer: 'consent', errorId: null } },
      { type: 'consent_opened', data: { operator: 'Orange', expiresAt: match.consent.expiresAt } },
      { type: 'callback_received', data: { accepted: true, statusHint: 'success', tokenMatches: true } },
      { type: 'retrieved', data: { attempt: 1, answer: 'scores', errorId: null } },
      { type: 'settled', data: { status: 'scored', verdict: 'match' } },
    ]);
    expect(events.map(({ durationMs }) => durationMs !== null)).toEqual(
      [0, 1, 0, 1, 0, 0, 1, 1].map(Boolean),
    );
  });

  it('pending is asked again until the result is there', async () => {
    const match = await ask(consentPendingThrice);
    await service.comeBack(await service.decide(match.consent.url, 'agree'));
    expect(await service.show(match.id)).toMatchObject({ status: 'scored' });
    const retrieved = (await service.events(match.id)).find(({ type }) => type === 'retrieved');
    expect(retrieved.data).toMatchObject({ attempt: 4, answer: 'scores', errorId: null });
    expect(retrieved.durationMs).toBeGreaterThanOrEqual(250 + 500 + 1000);
  });

  it('pending for long: the browser is let go with what is true, and the match goes on', async () => {
    const page = await ask(consentPendingForever);
    const back = await ask(consentPendingForever, { returnUrl: `${SHOP}/done` });
    const [shown, sent] = await Promise.all(
      [page, back].map(async ({ consent }) => service.comeBack(await service.decide(consent.url, 'agree'))),
    );
    expectPage(shown!, 200, 'Almost done');
    expect(sent!.headers['location']).toBe(`${SHOP}/done?matchId=${back.id}&status=retrieving`);
    expect(await service.show(page.id)).toMatchObject({
      status: 'retrieving',
      consent: null,
      settledAt: null,
    });
  });

  it.each([
    'consentScoresAtTop',
    'consentScoresUnderScope',
    'consentScoresAsNumbers',
    'consentCutOnce',
    'consentHtmlErrorOnce',
    'consentResultEarly',
    'consentCallbackTwice',
  ] as const)('%s: scored, once', async (name) => {
    const match = await ask(SANDBOX_NUMBERS[name]);
    await service.comeBack(await service.decide(match.consent.url, 'agree'));
    const { verdict } = await eventually(
      () => service.show(match.id),
      ({ status }) => status === 'scored',
    );
    expect(verdict.result).toBe('match');
    expect((await typesOf(match.id)).filter((type) => type === 'settled')).toHaveLength(1);
  });

  it.each([
    ['consentDataFailed', { id: '18', category: 'temporary', retryable: true }],
    ['consentOtpIncorrect', { id: '20', category: 'declined', retryable: false }],
    ['consentMalformedJson', { id: 'DQE_MALFORMED_ANSWER', category: 'protocol', retryable: false }],
  ] as const)('%s: rejected with %j', async (name, error) => {
    const match = await ask(SANDBOX_NUMBERS[name], { returnUrl: `${SHOP}/done` });
    const answer = await service.comeBack(await service.decide(match.consent.url, 'agree'));
    expect(answer.headers['location']).toBe(`${SHOP}/done?matchId=${match.id}&status=rejected`);
    expect(await service.show(match.id)).toMatchObject({ status: 'rejected', error, scores: null });
  });
});

describe('the customer refuses', () => {
  it('is rejected as declined, and the browser goes back with that', async () => {
    const match = await ask(consentAtOnce, { returnUrl: `${SHOP}/done` });
    const answer = await service.comeBack(await service.decide(match.consent.url, 'refuse'));
    expect(answer.headers['location']).toBe(`${SHOP}/done?matchId=${match.id}&status=rejected`);
    expect(await service.show(match.id)).toMatchObject({
      ...{ status: 'rejected', scores: null, verdict: null },
      error: { id: '21', retryable: false, category: 'declined' },
    });
  });
});

describe('a forged callback', () => {
  it('status=success after a refusal decides nothing', async () => {
    const match = await ask();
    const path = await service.decide(match.consent.url, 'refuse');
    expect(path).toContain('status=error');
    await service.comeBack(path.replace('status=error', 'status=success'));
    expect(await service.show(match.id)).toMatchObject({ status: 'rejected', error: { id: '21' } });
  });

  it('status=error after an agreement decides nothing', async () => {
    const match = await ask();
    const path = await service.decide(match.consent.url, 'agree');
    await service.comeBack(path.replace('status=success', 'status=error'));
    expect(await service.show(match.id)).toMatchObject({ status: 'scored' });
  });

  it.each(['another token', 'no token', 'two tokens'])(
    '%s changes nothing but the note of it',
    async (how) => {
      const match = await ask();
      const path = await service.decide(match.consent.url, 'agree');
      const forged = { 'another token': '$1TOKFORGED', 'no token': '', 'two tokens': '$&$1TOKFORGED' }[how]!;
      await service.comeBack(path.replace(/([?&]token=)[^&]+/, forged).replace('callback&', 'callback?'));
      expect(await service.show(match.id)).toMatchObject({ status: 'scored' });
      const received = (await service.events(match.id)).find(({ type }) => type === 'callback_received');
      expect(received.data).toMatchObject({ accepted: true, tokenMatches: false });
      const { requests } = service.sandbox;
      expect(requests.some(({ params }) => JSON.stringify(params).includes('TOKFORGED'))).toBe(false);
    },
  );
});

describe('a state that is not good any more, or never was', () => {
  const unknown = createHash('sha256').update('nobody').digest('base64url');
  it.each([
    ['none', ''],
    ['an empty one', '?state='],
    ['an unknown one', `?state=${unknown}&token=T&status=success`],
    ['two', `?state=${unknown}&state=${unknown}`],
    ['an object', `?state[a]=${unknown}`],
    ['an endless one', `?state=${'x'.repeat(4000)}`],
    ['a NUL', '?state=%00'],
    ['broken UTF-8', '?state=%ff%fe'],
    ['SQL', '?state=%27%20OR%201=1--'],
  ])('%s: 404, a page', async (_what, query) => {
    expectPage(await service.comeBack(`/idmobile/callback${query}`), 404, 'Unknown link');
  });

  it.each([
    ['fr', 'Lien inconnu'],
    ['fr-FR,fr;q=0.9,en;q=0.8', 'Lien inconnu'],
    ['en-GB,fr;q=0.5', 'Unknown link'],
    ['de', 'Unknown link'],
  ])('speaks to a browser that prefers %s: %s', async (preferred, title) => {
    const answer = await service.comeBack('/idmobile/callback', { 'accept-language': preferred });
    expectPage(answer, 404, title);
    expect(answer.text).toContain(`<html lang="${title === 'Lien inconnu' ? 'fr' : 'en'}">`);
  });

  it('says nothing of what it was given', async () => {
    const answer = await service.comeBack(
      `/idmobile/callback?state=${unknown}&token=TOKSECRET&status=<script>`,
    );
    expect(answer.text).not.toMatch(/TOKSECRET|<script|%3Cscript/);
    expect(answer.text).not.toContain(unknown);
  });
});

describe('a session that has expired', () => {
  let brief: AdminService;
  beforeAll(async () => {
    brief = await AdminService.start({ sandbox: { tokenTtlSeconds: 5 } });
  });
  afterAll(() => brief.close());

  it('the browser goes back with that, whether the sweep has come or not; and no later callback helps', async () => {
    const returnUrl = `${brief.url}/back`;
    const { body: match } = await brief.match(claim(consentAtOnce, { consent: { returnUrl } }));
    const path = await brief.decide(match.consent.url, 'agree');
    await eventually(
      () => Promise.resolve(Date.now()),
      (now) => now > Date.parse(match.consent.expiresAt),
    );
    const late = await Promise.all([brief.comeBack(path), brief.comeBack(path)]);
    for (const { status, headers } of [...late, await brief.comeBack(path)]) {
      expect([status, headers['location']]).toEqual([303, `${returnUrl}?matchId=${match.id}&status=expired`]);
    }
    expect(await brief.show(match.id)).toMatchObject({ status: 'expired', consent: null, error: null });
    const types = (await brief.events(match.id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'settled')).toHaveLength(1);
    expect(types.filter((type) => type === 'callback_received')).toHaveLength(3);
  });

  it('410 without returnUrl: a page, in the language of the browser', async () => {
    const { body: match } = await brief.match(claim(consentAtOnce, { consent: {} }));
    const path = await brief.decide(match.consent.url, 'agree');
    await eventually(
      () => Promise.resolve(Date.now()),
      (now) => now > Date.parse(match.consent.expiresAt),
    );
    expectPage(await brief.comeBack(path, { 'accept-language': 'fr' }), 410, 'Trop tard');
    expectPage(await brief.comeBack(path), 410, 'Too late');
  });

  it('nobody came back: it is ended all the same', async () => {
    const { body: match } = await brief.match(claim(consentAtOnce, { consent: {} }));
    const ended = await eventually(
      () => brief.show(match.id),
      ({ status }) => status !== 'consent_pending',
    );
    expect(ended).toMatchObject({ status: 'expired', settledAt: expect.any(String) });
  });

  it('agreed, but the result did not come in time: expired', async () => {
    const { body: match } = await brief.match(claim(consentPendingForever, { consent: {} }));
    expectPage(await brief.comeBack(await brief.decide(match.consent.url, 'agree')), 410, 'Too late');
    expect(await brief.show(match.id)).toMatchObject({ status: 'expired' });
  });
});
