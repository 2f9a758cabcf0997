import { AdminService } from '../support/admin-service.js';
import { ForgingProvider } from '../support/forging-provider.js';
import { OIDC_CLIENT } from '../support/openid-provider.js';
import { StaffBrowser } from '../support/staff.js';

const EMAIL = 'anna@bank.example';

let provider: ForgingProvider;
let service: AdminService;
beforeAll(async () => {
  provider = await ForgingProvider.start();
  // So that nobody is refused for want of an answer.
  provider.userInfo = { sub: EMAIL, email: EMAIL, email_verified: true };
  service = await AdminService.start({
    env: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: OIDC_CLIENT.id,
      OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
    },
  });
  await service.post('/api/v1/people', { email: EMAIL, name: 'Anna', roles: ['viewer'] });
});
afterAll(async () => {
  await service.close();
  await provider.close();
});

/** There and back, with the ID token that `make` makes for the nonce. */
async function comeBackWith(make: (nonce: string) => string) {
  const browser = new StaffBrowser(service);
  const { searchParams } = new URL((await browser.post('/api/v1/auth/sso')).body.url);
  provider.idToken = make(searchParams.get('nonce') ?? '');
  const answer = await browser.get(`/api/v1/auth/callback/oidc?code=c&state=${searchParams.get('state')}`);
  return { location: answer.headers['location'], session: browser.session };
}

const right = (nonce: string) => provider.claims(nonce, EMAIL);
const but = (change: Record<string, unknown>) => (nonce: string) =>
  provider.signed(provider.claims(nonce, EMAIL, change));

it('an ID token as it should be signs in', async () => {
  const { location, session } = await comeBackWith((nonce) => provider.signed(right(nonce)));
  expect(location).toMatch(/\/sign-in$/);
  expect(session).toBeDefined();
});

describe('of ID tokens, nobody is signed in by one', () => {
  it.each<[string, (nonce: string) => string]>([
    ['signed by somebody else', (nonce) => provider.signed(right(nonce), 'foreign')],
    ['not signed', (nonce) => provider.unsigned(right(nonce))],
    ['signed with the public key as a secret', (nonce) => provider.signedByPublicKey(right(nonce))],
    [
      'whose claims were changed',
      (nonce) => provider.altered(provider.claims(nonce, 'eve@bank.example'), right(nonce)),
    ],
    ['of another issuer', but({ iss: 'https://other.example' })],
    ['for another client', but({ aud: 'other' })],
    ['of another sign-in', but({ nonce: 'another-nonce-of-32-characters-at' })],
    ['of no sign-in', but({ nonce: undefined })],
    ['that is over', but({ iat: 1_000, exp: 2_000 })],
    ['that is none', () => 'none'],
  ])('%s', async (_, make) => {
    const { location, session } = await comeBackWith(make);
    expect(location).toMatch(/\/sign-in#sso=refused$/);
    expect(session).toBeUndefined();
  });
});
