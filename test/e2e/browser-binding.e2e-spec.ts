import { randomBytes } from 'node:crypto';
import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import type { Answer } from '../support/admin-client.js';
import { AdminService } from '../support/admin-service.js';
import { Browser } from '../support/browser.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';

const SHOP = 'https://shop.example';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ env: { RETURN_URL_ORIGINS: SHOP } });
});
afterAll(() => service.close());

const ask = async (returnUrl?: string, number: string = SANDBOX_NUMBERS.consentAtOnce) =>
  (await service.match(claim(number, { consent: { returnUrl } }))).body;
const boundAt = async (id: string) =>
  (
    await service.query<{ bound_at: Date | null }>(
      `SELECT bound_at FROM consent_sessions WHERE match_id = '${id}'`,
    )
  )[0]!.bound_at;
const notesOf = async (id: string, type: string) =>
  (await service.events(id)).filter((event) => event.type === type).map(({ data }) => data);

function expectPage(answer: Answer, status: number, title: string) {
  expect([answer.status, answer.type]).toEqual([status, 'text/html']);
  expect(answer.text).toContain(`<h1>${title}</h1>`);
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
}

describe('our link to the operator', () => {
  it('stands beside the operator’s in the match, the same each time it is asked for', async () => {
    const key = { 'idempotency-key': 'the-same-link' };
    const body = claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} });
    const { body: match } = await service.match(body, key);
    expect(match.consent.link).toMatch(/^http:\/\/localhost:\d+\/idmobile\/consent\/[\w-]{64}$/);
    expect(match.consent.url).toContain(`${service.sandbox.url}/operator/`);
    expect((await service.show(match.id)).consent).toEqual(match.consent);
    const back = await service.decide(match.consent.url, 'agree');
    await service.comeBack(back);
    expect((await service.match(body, key)).body).toEqual(match);
  });

  it('leads there, with a cookie for this match alone, and is on record once', async () => {
    const match = await ask();
    const answer = await service.comeBack(new URL(match.consent.link).pathname);
    expect([answer.status, answer.headers['location'], answer.text]).toEqual([303, match.consent.url, '']);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    const [cookie = '', ...attributes] = answer.headers['set-cookie']!.split('; ');
    expect(cookie).toMatch(new RegExp(`^idmobile-${match.id}=[\\w-]{43}$`));
    const maxAge = Number(/^Max-Age=(\d+)$/.exec(attributes[0]!)?.[1]);
    const left = (Date.parse(match.consent.expiresAt) - Date.now()) / 1000;
    expect(maxAge).toBeGreaterThanOrEqual(left);
    expect(maxAge).toBeLessThanOrEqual(300);
    expect(attributes.slice(1)).toEqual(['Path=/idmobile', 'HttpOnly', 'SameSite=Lax']);

    const first = await boundAt(match.id);
    expect(first).not.toBeNull();
    await Promise.all(Array.from({ length: 10 }, () => new Browser(service).open(match.consent.link)));
    expect(await boundAt(match.id)).toEqual(first);
    expect(await notesOf(match.id, 'consent_link_opened')).toEqual([{}]);
    expect(await service.show(match.id)).toEqual(match);
  });

  it('opened by many at once is on record once', async () => {
    const match = await ask();
    await Promise.all(Array.from({ length: 20 }, () => new Browser(service).open(match.consent.link)));
    expect(await notesOf(match.id, 'consent_link_opened')).toEqual([{}]);
  });

  it('a look by HEAD, as scanners of links take it, binds nothing', async () => {
    const match = await ask();
    const { pathname } = new URL(match.consent.link);
    const { status, headers } = await service.call('HEAD', pathname, { anonymous: true });
    expect([status, headers['set-cookie']]).toEqual([204, undefined]);
    expect([await boundAt(match.id), await notesOf(match.id, 'consent_link_opened')]).toEqual([null, []]);
  });

  it('of nobody: 404, a page, whatever is wrong with it', async () => {
    const good = new URL((await ask()).consent.link).pathname;
    const handles = [
      good.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      good.slice(0, -1),
      `${good}A`,
      `/idmobile/consent/${randomBytes(48).toString('base64url')}`,
      '/idmobile/consent/x',
      '/idmobile/consent/%00',
      "/idmobile/consent/'%20OR%201=1--",
    ];
    const answers = await Promise.all(handles.map((path) => service.comeBack(path)));
    for (const answer of answers) {
      expectPage(answer, 404, 'Unknown link');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expectPage(await service.comeBack(handles[0]!, { 'accept-language': 'fr' }), 404, 'Lien inconnu');
  });

  it('once the match has ended, says so: by the caller’s page, or by one of ours', async () => {
    const [back, page] = [await ask(`${SHOP}/done`), await ask()];
    for (const { consent } of [back, page]) {
      await service.comeBack(await service.decide(consent.url, 'refuse'));
    }
    const sent = await new Browser(service).open(back.consent.link);
    expect([sent.status, sent.headers['location']]).toEqual([
      303,
      `${SHOP}/done?matchId=${back.id}&status=rejected`,
    ]);
    expectPage(await new Browser(service).open(page.consent.link), 200, 'It is done');
    expect(await boundAt(page.id)).toBeNull();
    expect(await notesOf(page.id, 'consent_link_opened')).toEqual([]);
  });
});

describe('a match whose customer came through our link', () => {
  it('is not ended by another browser, and then by the customer’s own', async () => {
    const match = await ask(`${SHOP}/done`);
    const [own, other] = [new Browser(service), new Browser(service)];
    await own.open(match.consent.link);
    const path = await service.decide(match.consent.url, 'agree');
    expectPage(await other.open(path), 403, 'Another browser');
    expectPage(await other.open(path, { 'accept-language': 'fr' }), 403, 'Un autre navigateur');
    const altered = path.replace(/token=[^&]+/, 'token=TOK1');
    expectPage(await other.open(altered), 403, 'Another browser');
    expect(await service.show(match.id)).toEqual(match);
    expect(await notesOf(match.id, 'callback_received')).toEqual([
      { accepted: false, reason: 'other_browser', statusHint: 'success', tokenMatches: true },
      { accepted: false, reason: 'other_browser', statusHint: 'success', tokenMatches: true },
      { accepted: false, reason: 'other_browser', statusHint: 'success', tokenMatches: false },
    ]);

    const outcome = `${SHOP}/done?matchId=${match.id}&status=scored`;
    const answer = await own.open(path);
    expect([answer.status, answer.headers['location']]).toEqual([303, outcome]);
    expect(answer.headers['set-cookie']).toBe(
      `idmobile-${match.id}=; Max-Age=0; Path=/idmobile; HttpOnly; SameSite=Lax`,
    );
    expect(own.header).toBeUndefined();
    // Its cookie is gone, and there is nothing left to guard.
    const again = await own.open(path);
    expect([again.status, again.headers['location'], again.headers['set-cookie']]).toEqual([
      ...[303, outcome, undefined],
    ]);
  });

  it.each([
    ['none', () => undefined],
    ['an empty one', (name: string) => `${name}=`],
    ['a guess', (name: string) => `${name}=${randomBytes(32).toString('base64url')}`],
    ['a long one', (name: string) => `${name}=${'A'.repeat(5000)}`],
    ['the name alone', (name: string) => name],
    ['something else', () => 'a=b; ;=; c'],
    ['that of another match', (name: string, other: string) => `${name}=${other.split('=', 2)[1]!}`],
    ['that of another match under its own name', (_name: string, other: string) => other],
  ])('takes no cookie but its own: %s', async (_what, cookieOf) => {
    const [match, other] = [await ask(), await ask()];
    const elsewhere = new Browser(service);
    await elsewhere.open(other.consent.link);
    await new Browser(service).open(match.consent.link);
    const path = await service.decide(match.consent.url, 'agree');
    const cookie = cookieOf(`idmobile-${match.id}`, elsewhere.header!);
    const answer = await service.comeBack(path, cookie === undefined ? {} : { cookie });
    expectPage(answer, 403, 'Another browser');
    expect(await service.show(match.id)).toMatchObject({ status: 'consent_pending' });
  });

  it('finds its cookie behind another of the same name, as a neighbouring host may set it', async () => {
    const match = await ask();
    const own = new Browser(service);
    await own.open(match.consent.link);
    const path = await service.decide(match.consent.url, 'agree');
    const cookie = `idmobile-${match.id}=planted; ${own.header!}`;
    expectPage(await service.comeBack(path, { cookie }), 200, 'It is done');
  });

  it('may share the browser with another match, in any order', async () => {
    const browser = new Browser(service);
    const matches = [await ask(), await ask(), await ask()];
    for (const { consent } of matches) await browser.open(consent.link);
    for (const { consent } of matches.reverse()) {
      expectPage(await browser.open(await service.decide(consent.url, 'agree')), 200, 'It is done');
    }
    expect(browser.header).toBeUndefined();
  });

  it('is not locked out by a scanner of links that was there first', async () => {
    const match = await ask();
    await new Browser(service).open(match.consent.link, { 'user-agent': 'a scanner' });
    const customer = new Browser(service);
    await customer.open(match.consent.link);
    const path = await service.decide(match.consent.url, 'agree');
    expectPage(await customer.open(path), 200, 'It is done');
  });

  it('finds its way from the wrong browser: the link opens there, too', async () => {
    const match = await ask();
    await new Browser(service).open(match.consent.link);
    const second = new Browser(service);
    const path = await service.decide(match.consent.url, 'agree');
    expectPage(await second.open(path), 403, 'Another browser');
    await second.open(match.consent.link);
    expectPage(await second.open(path), 200, 'It is done');
  });

  it('a hundred callbacks from everywhere at once: only the own browser’s ends it', async () => {
    const match = await ask();
    const own = new Browser(service);
    await own.open(match.consent.link);
    const path = await service.decide(match.consent.url, 'agree');
    const cookie = own.header!;
    const strangers = await Promise.all(Array.from({ length: 50 }, () => service.comeBack(path)));
    for (const answer of strangers) expectPage(answer, 403, 'Another browser');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => service.comeBack(path, i % 2 === 0 ? { cookie } : {})),
    );
    for (const [i, { status }] of answers.entries()) {
      // A stranger who comes after the end is told of it, and changes nothing.
      if (i % 2 === 0) expect(status).toBe(200);
      else expect([200, 403]).toContain(status);
    }
    expect(await service.show(match.id)).toMatchObject({ status: 'scored' });
    const notes = await notesOf(match.id, 'callback_received');
    expect([notes.length, notes.filter(({ accepted }) => accepted).length]).toEqual([100, 1]);
    expect(await notesOf(match.id, 'settled')).toHaveLength(1);
  });
});

it('a match whose customer went to the operator directly asks for no cookie, and gives none', async () => {
  const match = await ask();
  const answer = await new Browser(service).open(await service.decide(match.consent.url, 'agree'));
  expectPage(answer, 200, 'It is done');
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(await boundAt(match.id)).toBeNull();
});

describe('behind https, under a path', () => {
  let behind: AdminService;
  beforeAll(async () => {
    behind = await AdminService.start({ env: { PUBLIC_URL: 'https://id.example/verify' } });
  });
  afterAll(() => behind.close());

  it('the cookie is secure, and goes where the browser sees us', async () => {
    const { body } = await behind.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }));
    expect(body.consent.link).toMatch(/^https:\/\/id\.example\/verify\/idmobile\/consent\//);
    const path = new URL(body.consent.link).pathname.replace('/verify', '');
    const { headers } = await behind.comeBack(path);
    const attributes = headers['set-cookie']!.split('; ').slice(2);
    expect(attributes).toEqual(['Path=/verify/idmobile', 'HttpOnly', 'SameSite=Lax', 'Secure']);
  });
});

describe('a session that has expired', () => {
  let brief: AdminService;
  beforeAll(async () => {
    brief = await AdminService.start({
      env: { RETURN_URL_ORIGINS: SHOP },
      sandbox: { tokenTtlSeconds: 2 },
    });
  });
  afterAll(() => brief.close());

  it('is not bound any more, and both ways in say that it is too late', async () => {
    const consents = [{ returnUrl: `${SHOP}/done` }, {}];
    const [back, page] = await Promise.all(
      consents.map(async (consent) => {
        const { body } = await brief.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent }));
        return { ...body, late: await brief.decide(body.consent.url, 'agree') };
      }),
    );
    // Bound, and then left alone until it is too late: who comes last is told that, whichever browser it is.
    await new Browser(brief).open(page.consent.link);
    await eventually(
      () => Promise.resolve(Date.now()),
      (now) => now > Math.max(...[back, page].map(({ consent }) => Date.parse(consent.expiresAt))),
    );
    const sent = await new Browser(brief).open(back.consent.link);
    expect([sent.status, sent.headers['location'], sent.headers['set-cookie']]).toEqual([
      ...[303, `${SHOP}/done?matchId=${back.id}&status=expired`, undefined],
    ]);
    const other = new Browser(brief);
    expectPage(await other.open(page.consent.link), 410, 'Too late');
    expectPage(await other.open(page.late, { 'accept-language': 'fr' }), 410, 'Trop tard');
  });
});
