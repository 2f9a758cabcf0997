import { AdminService } from '../support/admin-service.js';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ env: { PUBLIC_URL: 'https://id.example' } });
});
afterAll(() => service.close());

const EVERYWHERE = [
  '/',
  '/docs',
  '/sign-in.js',
  '/api/v1/matches',
  '/api/v1/none',
  '/idmobile/callback',
  '/health/live',
];

it.each(EVERYWHERE)('%s says to browsers what they may do with it', async (path) => {
  const { headers } = await service.get(path);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000',
  });
  const policy = headers['content-security-policy'] ?? '';
  for (const directive of [
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]) {
    expect(policy).toContain(directive);
  }
  expect(headers['content-type']).toMatch(
    /^(application\/(problem\+)?json|text\/(html|javascript)).*charset=utf-8$/i,
  );
});

it('no other origin is let in, and a form of another page changes nothing', async () => {
  const headers = { origin: 'https://evil.example' };
  for (const method of ['GET', 'OPTIONS']) {
    const answer = await service.call(method, '/api/v1/matches', { headers });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
  // What a form can send without asking first.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const sent = {
      headers: { ...headers, 'content-type': type },
      raw: '{"number":"0600001001","identity":{}}',
    };
    expect([type, (await service.call('POST', '/api/v1/matches', sent)).status]).toEqual([type, 415]);
  }
});

it('what holds data of people is not kept by browsers', async () => {
  for (const path of [
    '/api/v1/matches',
    '/api/v1/exports/matches',
    '/api/v1/audit/events',
    '/idmobile/callback',
  ]) {
    expect([path, (await service.get(path)).headers['cache-control']]).toEqual([path, 'no-store']);
  }
});

it('TRACE repeats nothing, and no folder is listed', async () => {
  const traced = await service.call('TRACE', '/api/v1/matches', { headers: { 'x-canary': 'CANARY' } });
  expect([traced.status >= 400, traced.text.includes('CANARY')]).toEqual([true, false]);
  for (const path of [
    '/docs/',
    '/public/',
    '/.git/config',
    '/.env',
    '/package.json',
    '/src/',
    '/..%2f..%2fpackage.json',
  ]) {
    const { status, text } = await service.get(path, { anonymous: true });
    expect([path, status >= 400 || path === '/docs/', /Index of|"workspaces"/.test(text)]).toEqual([
      path,
      true,
      false,
    ]);
  }
});
