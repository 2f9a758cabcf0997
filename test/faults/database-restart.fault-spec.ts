import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminEnvironment } from '../support/admin-environment.js';
import { serverTestDatabase, type TestDatabase } from '../support/database.js';
import { Audit } from './audit.js';
import { Caller } from './call.js';
import { EvidenceAudit } from './evidence-audit.js';
import { Chance } from './chance.js';
import { Life } from './killable-service.js';
import { RECOVERY_MS } from './killing-spree.js';
import type { Ledger } from './ledger.js';
import { Load } from './load.js';
import { postgresBinaries, type PrivatePostgres, privatePostgres } from './private-postgres.js';
import { keepResult, RUN } from './run-settings.js';
import { stage } from './stage.js';

const binaries = postgresBinaries();
if (binaries === null) console.warn('No initdb and pg_ctl here: PostgreSQL is not stopped and restarted.');
const CALLERS = 12;

(binaries === null ? describe.skip : describe)('PostgreSQL stopped and started again, under load', () => {
  let server: PrivatePostgres;
  let database: TestDatabase;
  let environment: AdminEnvironment;
  let ledger: Ledger;
  let life: Life;
  let url: string;
  let evidence: EvidenceAudit;
  const caller = new Caller();

  beforeAll(async () => {
    server = await privatePostgres(binaries!);
    database = await serverTestDatabase(server.url);
    ({ environment, ledger } = await stage(database));
    life = new Life(environment.env, null);
    url = (await life.listening)!;
    evidence = new EvidenceAudit(caller, environment.env['DATA_DIR'] ?? '');
    evidence.follow(() => url);
  });
  afterAll(async () => {
    await evidence.stop();
    caller.close();
    life.signal('SIGKILL');
    await life.ended;
    await environment.dispose();
    await server.remove();
  });

  it.each(['fast', 'immediate'] as const)(
    '%s: 503 meanwhile, no wrong outcome, and it goes on by itself',
    async (mode) => {
      const chance = new Chance(RUN.seed);
      const { sandbox } = environment;
      const load = new Load({ caller, ledger, chance, sandbox, url: () => url }).start(CALLERS);
      await sleep(1_500);
      await server.stop(mode);
      await sleep(1_000);
      for (const path of ['/api/v1/matches', '/health/ready']) {
        const reply = await caller.call('GET', url + path);
        expect([path, reply?.status]).toEqual([path, 503]);
      }
      expect((await caller.call('GET', `${url}/health/live`))?.status).toBe(200);
      await sleep(1_000);
      await server.start();
      const back = Date.now();
      await load.stop();
      const audit = new Audit(caller, ledger);
      await audit.allEnded(url, RECOVERY_MS - (Date.now() - back));
      const recoveryMs = Date.now() - back;
      const loggingMs = await evidence.allLogged(url, RECOVERY_MS);
      const findings = [...(await audit.findings(url)), ...(await evidence.findings(url))];
      expect(findings).toEqual([]);
      expect(evidence.audited).toBeGreaterThan(ledger.entries.size);
      expect(loggingMs).toBeLessThanOrEqual(RECOVERY_MS);
      expect(recoveryMs).toBeLessThanOrEqual(RECOVERY_MS);
      expect(ledger.problems.get('database_unavailable') ?? 0).toBeGreaterThan(0);
      keepResult(`database-${mode}`, {
        ...{
          mode,
          recoveryMs,
          findings: findings.length,
          matches: ledger.entries.size,
          acknowledged: ledger.acknowledged,
        },
        problems: Object.fromEntries(ledger.problems),
      });
    },
    180_000,
  );

  it('the process was the same all the time', async () => {
    expect((await caller.call('GET', `${url}/health/ready`))?.status).toBe(200);
    expect(life.output.match(/admin is running/g)).toHaveLength(1);
  });
});
