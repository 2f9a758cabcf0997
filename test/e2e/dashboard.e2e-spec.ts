import { AdminService } from '../support/admin-service.js';
import { Browser } from '../support/browser.js';

let service: AdminService;
beforeAll(async () => {
  // Without a DQE of its own, the service starts the look-alike along.
  service = await AdminService.start({ env: { DQE_BASE_URL: '' } });
});
afterAll(() => service.close());

const page = (path: string) => service.get(path, { anonymous: true });

it('is an HTML page for anybody', async () => {
  const { status, type, text } = await page('/');
  expect([status, type]).toEqual([200, 'text/html']);
  expect(text).toContain('<div id="root">');
});

it('names people to try, and each first match goes as it says', async () => {
  const { body } = await page('/start.json');
  expect(body).toMatchObject({ sandbox: true, version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  expect(body.personas.length).toBeGreaterThan(10);
  for (const { label, note, consent, number, country, identity } of body.personas) {
    expect([label, note]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
    const answer = await service.match({ number, country, identity, ...(consent ? { consent: {} } : {}) });
    expect([label, answer.status, answer.body.status]).toEqual([
      label,
      201,
      consent ? 'consent_pending' : 'scored',
    ]);
    if (!consent)
      expect([label, answer.body.verdict.result]).toEqual([
        label,
        expect.stringMatching(/^(match|insufficient)$/),
      ]);
  }
});

it('one who has to consent can: our link leads to the operator’s page, and that leads back', async () => {
  const { body } = await page('/start.json');
  const { number, identity } = body.personas.find(({ consent }: { consent: boolean }) => consent);
  const match = (await service.match({ number, identity, consent: { returnUrl: `${service.url}/` } })).body;
  const browser = new Browser(service);
  const operator = (await browser.open(match.consent.link)).headers['location']!;
  expect((await fetch(operator)).status).toBe(200);
  const answered = await fetch(operator, {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ decision: 'agree' }),
  });
  const { pathname, search } = new URL(answered.headers.get('location') ?? '');
  expect(pathname).toBe('/idmobile/callback');
  const back = await browser.open(pathname + search);
  expect(back.headers['location']).toBe(`${service.url}/?matchId=${match.id}&status=scored`);
});
