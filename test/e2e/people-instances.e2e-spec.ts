import { randomBytes } from 'node:crypto';
import { AdminService } from '../support/admin-service.js';
import { serverUrl, testDatabase, type TestDatabase } from '../support/database.js';
import { firstAdmin, StaffBrowser, staffOf } from '../support/staff.js';

/** The embedded database serves one process. */
const onServer = serverUrl === undefined ? describe.skip : describe;

onServer('people, at two instances on one database', () => {
  let database: TestDatabase;
  let one: AdminService;
  let other: AdminService;
  beforeAll(async () => {
    database = await testDatabase();
    const env = { AUTH_SECRET: randomBytes(32).toString('hex') };
    one = await AdminService.start({ database, env });
    other = await AdminService.start({ database, env });
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await database.drop();
  });

  /** The same browser, sent to the other instance, as by a load balancer. */
  const at = (service: AdminService, browser: StaffBrowser) => {
    const same = new StaffBrowser(service);
    for (const [name, value] of browser.cookies) same.cookies.set(name, value);
    return same;
  };

  it('a session holds at both, and its end does, at once', async () => {
    const admin = await firstAdmin(one);
    const elsewhere = at(other, admin.browser);
    expect((await elsewhere.get('/api/v1/me')).body.id).toBe(admin.id);
    expect((await elsewhere.post('/api/v1/me/sign-out')).status).toBe(204);
    expect((await admin.browser.get('/api/v1/me')).status).toBe(401);
  });

  it('a role holds at both at once', async () => {
    const staff = await staffOf(one, ['viewer']);
    const elsewhere = at(other, staff.browser);
    expect((await elsewhere.get('/api/v1/matches')).status).toBe(200);
    await one.call('PATCH', `/api/v1/people/${staff.id}`, { json: { roles: ['admin'] } });
    expect((await elsewhere.get('/api/v1/matches')).status).toBe(403);
  });

  it('tries in vain are counted together', async () => {
    const tries = [one, other, one, other, one].map(
      (service) => () =>
        new StaffBrowser(service).post('/api/v1/auth/sign-in', {
          ...{ email: 'who@bank.example', password: 'a wrong password' },
        }),
    );
    for (const attempt of tries) expect((await attempt()).status).toBe(401);
    const next = await Promise.all(tries.map((attempt) => attempt()));
    expect(next.map(({ status }) => status)).toContain(429);
  });
});
