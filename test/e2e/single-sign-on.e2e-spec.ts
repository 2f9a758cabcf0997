import { AdminService } from '../support/admin-service.js';
import { OIDC_CLIENT, OpenIdProvider } from '../support/openid-provider.js';
import { firstAdmin, type Staff, StaffBrowser } from '../support/staff.js';

let provider: OpenIdProvider;
beforeAll(async () => {
  provider = await OpenIdProvider.start();
});
afterAll(() => provider.close());

const start = async (env: Record<string, string> = {}) => {
  const service = await AdminService.start({
    env: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: OIDC_CLIENT.id,
      OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
      ...env,
    },
  });
  provider.serve(`http://localhost:${new URL(service.url).port}/api/v1/auth/callback/oidc`);
  return service;
};

/** There and back. @returns the browser, and where it ended */
async function goThrough(service: AdminService, sub: string, browser = new StaffBrowser(service)) {
  const begun = await browser.post('/api/v1/auth/sso');
  expect(begun.status).toBe(200);
  const back = await provider.visit(begun.body.url, sub);
  expect(back.pathname).toBe('/api/v1/auth/callback/oidc');
  const answer = await browser.get(back.pathname + back.search);
  return { browser, begun, back, answer };
}

describe('without OIDC_ROLES_CLAIM', () => {
  let service: AdminService;
  let admin: Staff;
  beforeAll(async () => {
    service = await start();
    admin = await firstAdmin(service);
    const body = { email: 'anna@bank.example', name: 'Anna', roles: ['auditor'] };
    await admin.browser.post('/api/v1/people', body);
  });
  afterAll(() => service.close());

  it('the page is told that there is one', async () => {
    const { body } = await service.get('/api/v1/auth/methods', { anonymous: true });
    expect(body).toEqual({ sso: true });
  });

  it('who was invited comes in by their verified address, with the roles given here', async () => {
    provider.accounts.set('anna', { email: 'Anna@bank.example', email_verified: true, name: 'Anna of IT' });
    const { browser, begun, answer } = await goThrough(service, 'anna');
    const asked = new URL(begun.body.url).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{20,}$/);
    expect([answer.status, answer.headers['location']]).toEqual([
      302,
      expect.stringMatching(/^http:\/\/localhost:\d+\/sign-in$/),
    ]);
    const me = (await browser.get('/api/v1/me')).body;
    expect(me).toMatchObject({ name: 'Anna', roles: ['auditor'], email: 'anna@bank.example' });
    const events = (await service.get(`/api/v1/audit/events?actor=person:${me.id}&action=session.create`))
      .body;
    expect(events.items[0].data).toEqual({ method: 'oidc' });
    expect((await service.get(`/api/v1/people/${me.id}`)).body.status).toBe('active');
  });

  it('and again, as the same person, whatever their address is by then', async () => {
    provider.accounts.set('anna', { email: 'anna.new@bank.example', email_verified: true });
    const { browser } = await goThrough(service, 'anna');
    expect((await browser.get('/api/v1/me')).body.email).toBe('anna@bank.example');
  });

  it.each([
    ['was not invited', { email: 'stranger@bank.example', email_verified: true }],
    ['has an address the provider has not verified', { email: 'first@bank.example', email_verified: false }],
  ])('who %s does not come in', async (name, claims) => {
    provider.accounts.set(name.replaceAll(' ', ''), claims);
    const before = await service.query('SELECT id FROM people');
    const { browser, answer } = await goThrough(service, name.replaceAll(' ', ''));
    expect(answer.headers['location']).toMatch(/\/sign-in#sso=refused$/);
    expect(browser.session).toBeUndefined();
    expect(await service.query('SELECT id FROM people')).toEqual(before);
    const { body } = await service.get('/api/v1/audit/events?action=session.refuse');
    expect(body.items[0].data.reason).toBe('oidc_refused');
  });

  it('who was disabled does not come in', async () => {
    const found = await service.query<{ id: string }>(
      `SELECT id FROM people WHERE email = 'anna@bank.example'`,
    );
    const id = found[0]!.id;
    await admin.browser.call('PATCH', `/api/v1/people/${id}`, { disabled: true });
    const { browser, answer } = await goThrough(service, 'anna');
    expect(answer.headers['location']).toMatch(/#sso=refused$/);
    expect(browser.session).toBeUndefined();
    await admin.browser.call('PATCH', `/api/v1/people/${id}`, { disabled: false });
  });

  it('a way back that another browser began signs nobody in; nor does one that was gone already', async () => {
    const mine = new StaffBrowser(service);
    const { back } = await goThrough(service, 'anna', mine);
    const again = await mine.get(back.pathname + back.search);
    expect(again.headers['location']).toMatch(/#sso=refused$/);

    const begun = await new StaffBrowser(service).post('/api/v1/auth/sso');
    const theirs = await provider.visit(begun.body.url, 'anna');
    const victim = new StaffBrowser(service);
    const answer = await victim.get(theirs.pathname + theirs.search);
    expect(answer.headers['location']).toMatch(/#sso=refused$/);
    expect(victim.session).toBeUndefined();
  });

  it('tokens of the provider are not kept', async () => {
    const accounts = await service.query(`SELECT * FROM accounts WHERE provider_id = 'oidc'`);
    expect(accounts).toHaveLength(1);
    expect(Object.keys(accounts[0]!).sort()).toEqual([
      'account_id',
      'created_at',
      'id',
      'password',
      'person_id',
      'provider_id',
      'updated_at',
    ]);
    expect(JSON.stringify(accounts)).not.toMatch(/eyJ/);
  });
});

describe('with OIDC_ROLES_CLAIM', () => {
  let service: AdminService;
  beforeAll(async () => {
    service = await start({ OIDC_ROLES_CLAIM: 'roles' });
  });
  afterAll(() => service.close());

  it('who has a role there comes in with it, and with what it is by the next time', async () => {
    const account = { email: 'otto@bank.example', email_verified: true, name: 'Otto' };
    provider.accounts.set('otto', { ...account, roles: ['operator', 'cleaner'] });
    const first = (await goThrough(service, 'otto')).browser;
    expect((await first.get('/api/v1/me')).body).toMatchObject({ name: 'Otto', roles: ['operator'] });
    provider.accounts.set('otto', { ...account, roles: ['viewer', 'auditor'] });
    const second = (await goThrough(service, 'otto')).browser;
    expect((await second.get('/api/v1/me')).body.roles).toEqual(['viewer', 'auditor']);
    expect((await first.get('/api/v1/me')).body.roles).toEqual(['viewer', 'auditor']);

    provider.accounts.set('otto', { ...account, roles: [] });
    const { answer } = await goThrough(service, 'otto');
    expect(answer.headers['location']).toMatch(/#sso=refused$/);
    expect((await first.get('/api/v1/me')).status).toBe(401);
  });

  it('an address that changed there makes nobody else of them: their roles are those of today', async () => {
    const account = { email: 'rosa@bank.example', email_verified: true, name: 'Rosa' };
    provider.accounts.set('rosa', { ...account, roles: ['auditor'] });
    const { browser } = await goThrough(service, 'rosa');
    expect((await browser.get('/api/v1/me')).body.roles).toEqual(['auditor']);
    const moved = { ...account, email: 'rosa.new@bank.example' };
    provider.accounts.set('rosa', { ...moved, roles: ['viewer'] });
    const again = (await goThrough(service, 'rosa')).browser;
    expect((await again.get('/api/v1/me')).body).toMatchObject({ email: account.email, roles: ['viewer'] });

    provider.accounts.set('rosa', { ...moved, email_verified: false, roles: [] });
    expect((await goThrough(service, 'rosa')).answer.headers['location']).toMatch(/#sso=refused$/);
    provider.accounts.set('rosa', { ...moved, roles: [] });
    expect((await goThrough(service, 'rosa')).answer.headers['location']).toMatch(/#sso=refused$/);
    expect((await again.get('/api/v1/me')).status).toBe(401);
    expect(await service.query(`SELECT id FROM people WHERE email = 'rosa.new@bank.example'`)).toEqual([]);
    const { body } = await service.get('/api/v1/audit/events?action=session.refuse');
    expect(body.items[0].data.reason).toBe('oidc_refused');
  });

  it('who has none does not', async () => {
    provider.accounts.set('nobody', {
      email: 'nobody@bank.example',
      email_verified: true,
      roles: ['cleaner'],
    });
    const { answer } = await goThrough(service, 'nobody');
    expect(answer.headers['location']).toMatch(/#sso=refused$/);
    expect(await service.query(`SELECT id FROM people WHERE email = 'nobody@bank.example'`)).toEqual([]);
  });
});

it('a provider that is away keeps nobody from signing in by password, and says so', async () => {
  const service = await start({ OIDC_ISSUER: 'http://127.0.0.1:1' });
  try {
    const admin = await firstAdmin(service);
    expect((await admin.browser.get('/api/v1/me')).status).toBe(200);
    const { status, body } = await admin.browser.post('/api/v1/auth/sso');
    expect([status, body.code]).toEqual([502, 'sso_unavailable']);
  } finally {
    await service.close();
  }
});

it('without OIDC_ISSUER there is none', async () => {
  const service = await AdminService.start();
  try {
    const browser = new StaffBrowser(service);
    expect((await browser.get('/api/v1/auth/methods')).body).toEqual({ sso: false });
    expect((await browser.post('/api/v1/auth/sso')).body.code).toBe('sso_not_configured');
    expect((await browser.get('/api/v1/auth/callback/oidc?code=x&state=y')).status).toBe(404);
  } finally {
    await service.close();
  }
});
