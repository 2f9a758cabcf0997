import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { serverUrl, testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type TcpProxy, tcpProxy } from '../support/tcp-proxy.js';

/** The embedded database cannot go away. */
const onServer = serverUrl === undefined ? describe.skip : describe;

onServer('while the database is away', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let service: AdminService;

  beforeAll(async () => {
    database = await testDatabase();
    const url = new URL(database.url!);
    proxy = await tcpProxy(url.hostname, Number(url.port || 5432));
    url.port = String(proxy.port);
    service = await AdminService.start({
      database,
      env: { DATABASE_URL: url.href },
      sandbox: { slowMs: 600 },
    });
  });
  afterEach(() => proxy.open());
  afterAll(async () => {
    await service.close();
    await proxy.close();
    await database.drop();
  });

  it('nothing is sent to DQE, and the caller is told to come back', async () => {
    const sent = service.sandbox.counts['/IDMOBILE/'];
    proxy.cut();
    const answer = await service.match(claim('0600001001'));
    expect([answer.status, answer.body.code]).toEqual([503, 'database_unavailable']);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    expect(service.sandbox.counts['/IDMOBILE/']).toBe(sent);
    expect((await service.get('/api/v1/matches')).status).toBe(503);
    expect((await service.get('/health/ready', { anonymous: true })).status).toBe(503);
    proxy.open();
    expect((await service.match(claim('0600001001'))).status).toBe(201);
  });

  it('an answer of DQE waits, and is stored as soon as it is back', async () => {
    const answer = service.match(claim(SANDBOX_NUMBERS.slow));
    const sent = service.sandbox.counts['/IDMOBILE/'] + 1;
    await eventually(
      () => Promise.resolve(service.sandbox.counts['/IDMOBILE/']),
      (count) => count === sent,
    );
    proxy.cut();
    const { status, body } = await answer;
    expect([status, body.code]).toEqual([503, 'store_failed']);
    proxy.open();
    const match = await eventually(
      () => service.show(body.matchId),
      ({ status: now }) => now === 'scored',
      60_000,
    );
    expect(match.verdict.result).toBe('match');
    expect(service.sandbox.counts['/IDMOBILE/']).toBe(sent);
  });

  it('a customer who comes back is asked to come again, and then is served', async () => {
    const { body } = await service.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }));
    const back = await service.decide(body.consent.url, 'agree');
    const { pathname: link } = new URL(body.consent.link);
    proxy.cut();
    for (const path of [back, link]) {
      const page = await service.comeBack(path);
      expect([page.status, page.type]).toEqual([503, 'text/html']);
      expect(page.text).toContain('reload this page');
    }
    proxy.open();
    expect((await service.comeBack(link)).status).toBe(303);
    expect((await service.comeBack(back)).status).toBe(403);
    const cookie = (await service.comeBack(link)).headers['set-cookie']!.split(';', 1)[0]!;
    expect((await service.comeBack(back, { cookie })).status).toBe(200);
    expect(await service.show(body.id)).toMatchObject({ status: 'scored' });
  });
});
