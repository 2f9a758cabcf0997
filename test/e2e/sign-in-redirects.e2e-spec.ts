import { OPEN_REDIRECTS, REDIRECT_PARAMETERS } from '../corpora/open-redirects.js';
import { AdminService } from '../support/admin-service.js';
import { OIDC_CLIENT, OpenIdProvider } from '../support/openid-provider.js';
import { firstAdmin, StaffBrowser } from '../support/staff.js';

const foreign = OPEN_REDIRECTS.map(encodeURIComponent);
/** Each name with an address elsewhere, and each address under two names. */
const PLACES = [
  ...REDIRECT_PARAMETERS.map((name) => `${name}=${foreign[0]}`),
  ...foreign.map((address) => `callbackURL=${address}&redirect_uri=${address}`),
];

let provider: OpenIdProvider;
let service: AdminService;
beforeAll(async () => {
  provider = await OpenIdProvider.start();
  service = await AdminService.start({
    env: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: OIDC_CLIENT.id,
      OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
    },
  });
  provider.serve(`http://localhost:${new URL(service.url).port}/api/v1/auth/callback/oidc`);
  const { browser } = await firstAdmin(service);
  await browser.post('/api/v1/people', { email: 'anna@bank.example', name: 'Anna', roles: ['viewer'] });
  provider.accounts.set('anna', { email: 'anna@bank.example', email_verified: true });
});
afterAll(async () => {
  await service.close();
  await provider.close();
});

const ownPage = () => {
  const { port } = new URL(service.url);
  return `http://localhost:${port}/sign-in`;
};

it('the sign-in page is the same, whatever its address asks for, and sends nobody on', async () => {
  const { text } = await service.get('/sign-in', { anonymous: true });
  for (const place of PLACES) {
    const answer = await service.get(`/sign-in?${place}`, { anonymous: true });
    expect([place, answer.status, answer.headers['location'], answer.text]).toEqual([
      place,
      200,
      undefined,
      text,
    ]);
  }
});

it('a sign-in by the provider begins there and comes back here, whatever the request asks for', async () => {
  for (const place of [...REDIRECT_PARAMETERS, 'errorCallbackURL', 'newUserCallbackURL']) {
    const { status, body } = await new StaffBrowser(service).post(`/api/v1/auth/sso?${place}=${foreign[0]}`, {
      [place]: OPEN_REDIRECTS[0],
    });
    const { origin, searchParams } = new URL(body.url);
    expect([status, origin, searchParams.get('redirect_uri')]).toEqual([
      200,
      provider.issuer,
      `${new URL(ownPage()).origin}/api/v1/auth/callback/oidc`,
    ]);
  }
});

it('a way back that nobody began leads to our page and signs nobody in', async () => {
  for (const place of PLACES) {
    const browser = new StaffBrowser(service);
    const query = `code=x&state=${'x'.repeat(32)}&${place}`;
    const { status, headers } = await browser.get(`/api/v1/auth/callback/oidc?${query}`);
    expect([place, status, headers['location']]).toEqual([place, 302, `${ownPage()}#sso=refused`]);
    expect(browser.session).toBeUndefined();
  }
});

it('nor does the provider’s own answer lead elsewhere: signed in, or refused there', async () => {
  const all = PLACES.filter((_, i) => i % 9 === 0).join('&');
  const browser = new StaffBrowser(service);
  const begun = await browser.post('/api/v1/auth/sso');
  const back = await provider.visit(begun.body.url, 'anna');
  const came = await browser.get(`${back.pathname}${back.search}&${all}`);
  expect([came.status, came.headers['location']]).toEqual([302, ownPage()]);
  expect(browser.session).toBeDefined();

  for (const address of foreign) {
    const other = new StaffBrowser(service);
    const { searchParams } = new URL((await other.post('/api/v1/auth/sso')).body.url);
    const query = `state=${searchParams.get('state')}&error=${address}&error_description=${address}`;
    const { status, headers } = await other.get(`/api/v1/auth/callback/oidc?${query}`);
    expect([address, status, headers['location']]).toEqual([address, 302, `${ownPage()}#sso=refused`]);
  }
});
