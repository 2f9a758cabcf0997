import { setTimeout as sleep } from 'node:timers/promises';
import { adminEnvironment, type AdminEnvironment } from '../support/admin-environment.js';
import { claim } from '../support/claim.js';
import { Caller } from './call.js';
import { Chance } from './chance.js';
import { Life } from './killable-service.js';
import { keepResult, RUN } from './run-settings.js';

const KILLS = RUN.short ? 3 : 8;
/** About as long as a first start takes, in which the embedded database is made and migrated. */
const LONGEST_MS = 5_000;

describe('the first start, killed while it makes its database and its secrets', () => {
  let environment: AdminEnvironment;
  const caller = new Caller();
  beforeAll(async () => {
    // No database at all: the service has to make one.
    const nothing = { open: () => Promise.reject(new Error('is not there')), drop: () => Promise.resolve() };
    environment = await adminEnvironment({ database: nothing });
  });
  afterAll(async () => {
    caller.close();
    await environment.dispose();
  });

  it(`does not keep a later start from it (seed ${RUN.seed})`, async () => {
    const chance = new Chance(RUN.seed);
    for (let i = 0; i < KILLS; i += 1) {
      const life = new Life(environment.env, null);
      await Promise.race([sleep(chance.whole(300, LONGEST_MS)), life.listening]);
      life.signal('SIGKILL');
      await life.ended;
    }
    const life = new Life(environment.env, null);
    const url = await life.listening;
    expect(life.output.replace(/\s+/g, ' ')).toContain('admin is running');
    const reply = await caller.call('POST', `${url}/api/v1/matches`, claim('0600001001'));
    expect(reply?.status).toBe(201);
    life.signal('SIGKILL');
    await life.ended;
    keepResult('first-start', { kills: KILLS });
  }, 180_000);
});
