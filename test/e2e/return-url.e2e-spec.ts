import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { OPEN_REDIRECTS, REDIRECT_PARAMETERS } from '../corpora/open-redirects.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

const ALLOWED = 'https://ok.example';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ env: { RETURN_URL_ORIGINS: `${ALLOWED},http://app.example:8080` } });
});
afterAll(() => service.close());

const ask = (returnUrl: unknown) =>
  service.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: { returnUrl } }));

describe('a returnUrl elsewhere is refused before anything is sent', () => {
  it.each<unknown>([
    ...OPEN_REDIRECTS,
    'https://app.example:8080/',
    'http://app.example/',
    'https://ok.example/' + 'x'.repeat(2048),
    ['https://ok.example/'],
    { href: 'https://ok.example/' },
    7,
    true,
  ])('%j', async (returnUrl) => {
    const before = service.sandbox.counts['/IDMOBILE/'];
    const { status, body } = await ask(returnUrl);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        field: 'consent.returnUrl',
        problem: 'must be an absolute http(s) URL of an allowed origin',
        remedy: 'send e.g. https://www.partner.com/done',
      },
    ]);
    expect(service.sandbox.counts['/IDMOBILE/']).toBe(before);
  });
});

describe('a returnUrl of an allowed origin is where the browser goes, and nowhere else', () => {
  it.each([
    'https://ok.example',
    'https://ok.example/done?x=1',
    'HTTPS://OK.EXAMPLE/',
    'https://ok.example:443/',
    'https:\\\\ok.example\\done',
    'https://ok.example/\\evil.example',
    'https://ok.example//evil.example',
    'https://ok.example/?next=https://evil.example',
    'https://ok.example/#@evil.example',
    'https://ok.example/a%0d%0aset-cookie:x=1',
    'https://ok.example/a\r\nset-cookie: x=1',
    'https://ok.example/é\ud800?q=é',
    'http://app.example:8080/',
  ])('%j', async (returnUrl) => {
    const { status, body } = await ask(returnUrl);
    expect(status).toBe(201);
    const answer = await service.comeBack(await service.decide(body.consent.url, 'agree'));
    expect(answer.status).toBe(303);
    const { origin, searchParams } = new URL(answer.headers['location'] ?? '');
    expect([ALLOWED, 'http://app.example:8080']).toContain(origin);
    expect([searchParams.get('matchId'), searchParams.get('status')]).toEqual([body.id, 'scored']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

it('a callback that asks to be sent elsewhere is not, however often it comes', async () => {
  const { body } = await ask('https://ok.example/done');
  const path = await service.decide(body.consent.url, 'agree');
  const foreign = OPEN_REDIRECTS.map(encodeURIComponent);
  const places = [
    ...REDIRECT_PARAMETERS.map((name) => `&${name}=${foreign[0]}`),
    ...foreign.map((address) => `&returnUrl=${address}&next=${address}`),
  ];
  for (const more of places) {
    const { status, headers } = await service.comeBack(path + more);
    expect([status, new URL(headers['location'] ?? '').origin]).toEqual([303, ALLOWED]);
  }
  // Nor by a state that nobody gave out, which leads nowhere at all.
  for (const more of places.slice(0, 20)) {
    const { headers } = await service.comeBack(`/idmobile/callback?state=${'x'.repeat(43)}${more}`);
    expect(headers['location']).toBeUndefined();
  }
});
