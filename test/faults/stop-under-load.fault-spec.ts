import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxLoadNumber } from 'nestjs-dqe-idmobile/testing';
import type { AdminEnvironment } from '../support/admin-environment.js';
import { embeddedTestDatabase, serverUrl, testDatabase, type TestDatabase } from '../support/database.js';
import { Audit } from './audit.js';
import { Caller } from './call.js';
import { type End, Life } from './killable-service.js';
import type { Entry, Ledger } from './ledger.js';
import { keepResult } from './run-settings.js';
import { stage } from './stage.js';

const CALLERS = 24;
const ROUNDS = 3;
const PLACES = [
  ['the embedded database', embeddedTestDatabase],
  ['PostgreSQL', serverUrl === undefined ? null : testDatabase],
] as const;

describe.each(PLACES)('SIGTERM under load, on %s', (name, open) => {
  if (open === null) {
    it.skip('needs TEST_DATABASE_URL', () => undefined);
    return;
  }
  let database: TestDatabase;
  let environment: AdminEnvironment;
  let ledger: Ledger;
  let life: Life;
  let url: string;
  const caller = new Caller();
  /** Requests whose connection broke, or was not accepted. */
  const refused: Entry[] = [];
  const ends: End[] = [];
  let dropped = -1;

  beforeAll(async () => {
    database = await open();
    ({ environment, ledger } = await stage(database));
    for (let round = 0; round < ROUNDS; round += 1) {
      life = new Life(environment.env, null);
      url = (await life.listening)!;
      const workers = Array.from({ length: CALLERS }, until(refused.length + CALLERS));
      await sleep(1_000);
      life.signal('SIGTERM');
      ends.push(await life.ended);
      await Promise.all(workers);
    }
    life = new Life(environment.env, null);
    url = (await life.listening)!;
  }, 180_000);
  afterAll(async () => {
    caller.close();
    life.signal('SIGKILL');
    await life.ended;
    await environment.dispose();
    await database.drop();
  });

  /** Each goes on until it is refused: from SIGTERM on nobody new is let in. */
  const until = (most: number) => async () => {
    while (refused.length < most) {
      const reference = `match-${ledger.entries.size}`;
      const number = sandboxLoadNumber('scores', ledger.entries.size);
      const body = { number, reference, identity: { lastName: 'Essai' } };
      const entry = ledger.open({ reference, number, body, key: null });
      const reply = await caller.call('POST', `${url}/api/v1/matches`, body);
      if (reply === null) {
        refused.push(entry);
        return;
      }
      ledger.answered(entry, reply);
    }
  };

  it('ends well', () => {
    expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 0));
  });

  it('answers every request that was begun: of the others there is no trace', async () => {
    expect(refused.length).toBe(ROUNDS * CALLERS);
    const begun = refused.filter(({ number }) => ledger.asked.has(number));
    dropped = begun.length;
    expect(begun.map(({ reference }) => reference)).toEqual([]);
    for (const { reference } of refused) {
      const reply = await caller.call('GET', `${url}/api/v1/matches?reference=${reference}`);
      expect(reply?.body.items).toEqual([]);
    }
  });

  it('has stored what it answered', async () => {
    const audit = new Audit(caller, ledger);
    expect(await audit.findings(url)).toEqual([]);
    expect(audit.audited).toBe(ledger.acknowledged);
    keepResult(`stop-${name.replaceAll(' ', '-')}`, {
      ...{ name, rounds: ROUNDS, answered: ledger.acknowledged, refused: refused.length, dropped },
    });
  });
});
