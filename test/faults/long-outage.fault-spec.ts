import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { sandboxLoadNumber } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { serverUrl, testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { tcpProxy } from '../support/tcp-proxy.js';

/** Longer than a lease, so that everybody seems to be gone when it is over. */
const OUTAGE_MS = 13_000;
const SECRETS = {
  MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  EVIDENCE_SIGNING_KEY: randomBytes(32).toString('base64'),
  AUTH_SECRET: randomBytes(48).toString('base64'),
};
/** DQE takes three seconds over it. */
const SLOW = '0600000101';

(serverUrl === undefined ? describe.skip : describe)(
  'a database that is away for longer than a lease',
  () => {
    let database: TestDatabase;
    let way: Awaited<ReturnType<typeof tcpProxy>>;
    const services: AdminService[] = [];

    beforeAll(async () => {
      database = await testDatabase();
      const url = new URL(database.url!);
      way = await tcpProxy(url.hostname, Number(url.port || 5432));
      url.port = String(way.port);
      for (let i = 0; i < 3; i += 1) {
        services.push(await AdminService.start({ database, env: { ...SECRETS, DATABASE_URL: url.href } }));
      }
    });
    afterAll(async () => {
      await Promise.all(services.map((service) => service.close()));
      await way.close();
      await database.drop();
    });

    it('takes no outcome from who holds it: what was answered meanwhile is stored as it was', async () => {
      const [one] = services as [AdminService];
      const held = Promise.all(
        Array.from({ length: 5 }, (_, n) => one.match(claim(SLOW, { reference: `held-${n}` }))),
      );
      await eventually(
        () => Promise.resolve(one.sandbox.counts['/IDMOBILE/']),
        (sent) => sent === 5,
      );
      way.cut();
      for (const { status, body } of await held) expect([status, body.code]).toEqual([503, 'store_failed']);
      await sleep(OUTAGE_MS);
      way.open();
      for (let n = 0; n < 5; n += 1) {
        const match = await eventually(
          async () => {
            const answer = await one.get(`/api/v1/matches?reference=held-${n}`);
            return answer.status === 200 ? answer.body.items[0] : null;
          },
          (found) => found !== null && found.settledAt !== null,
          30_000,
        );
        expect(match.status).toBe('scored');
        const types = (await one.events(match.id)).map(({ type }) => type);
        expect(types.filter((type) => type === 'settled' || type === 'superseded')).toEqual(['settled']);
      }
      expect((await one.match(claim(sandboxLoadNumber('scores', 77)))).body.status).toBe('scored');
    });
  },
);
