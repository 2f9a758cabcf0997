import { randomBytes } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { v7 as uuidv7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { aMatch } from '../../../../test/support/match-store-contract.js';
import { matchesOn, type MatchesOn } from '../../../../test/support/matches-on.js';
import { DataKeys } from './data-keys.js';

const K1 = { id: 'k1', key: randomBytes(32) };
const K2 = { id: 'k2', key: randomBytes(32) };
const NEVER = new AbortController().signal;

describe('a rotation of master keys under load', () => {
  let place: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    place = await testDatabase();
    database = await place.open();
  });
  afterAll(() => place.drop());

  /** A process that asks the database for every key, so that every read sees the rotation. */
  const running = (...masterKeys: (typeof K1)[]) => matchesOn(database, { masterKeys, ttlMs: 0 });
  const numberOf = (i: number) => `+336${String(20_000_000 + i)}`;
  const written = new Map<string, string>();
  const write = async ({ store }: MatchesOn, i: number) => {
    const match = aMatch({ id: uuidv7(), number: numberOf(i), identity: { lastName: `Name ${i}` } });
    await store.open(match);
    written.set(match.id, match.number);
  };
  const readAll = async ({ personal }: MatchesOn): Promise<number> => {
    const expected = [...written];
    const data = await personal.open(
      expected.map(([id]) => id),
      null,
    );
    expect(data.map(({ matchId, number }) => [matchId, number])).toEqual(expected);
    return data.length;
  };

  it('fails no read, and leaves no row on the old key', async () => {
    const before = running(K1);
    for (let i = 0; i < 300; i += 1) await write(before, i);

    // Old and new processes side by side, as while the new primary is being deployed.
    const old = running(K1, K2);
    const fresh = running(K2, K1);
    let done = false;
    let next = 300;
    let reads = 0;
    const load = [old, fresh].flatMap((process) => [
      (async () => {
        while (!done) await write(process, (next += 1) % 2 === 0 ? next : next % 300);
      })(),
      (async () => {
        while (!done) reads += await readAll(process);
      })(),
    ]);
    const rotation = new DataKeys(fresh.keyStore, fresh.wrapper);
    const pass = async () => {
      let moved = 0;
      await rotation.move({
        signal: NEVER,
        onBatch: (batch) => {
          moved += batch.moved;
          expect(batch.refused).toBe(0);
          return Promise.resolve();
        },
      });
      return moved;
    };
    // Two instances rotate at once, and what the old process wraps behind them is taken by the next pass.
    const [one, other] = await Promise.all([pass(), pass()]);
    expect(one + other).toBeGreaterThanOrEqual(300);
    done = true;
    await Promise.all(load);
    await pass();

    expect(reads).toBeGreaterThan(300);
    expect([...(await rotation.counts()).keys()]).toEqual(['k2']);
    await expect(readAll(running(K2))).resolves.toBe(written.size);
    const [lost] = await running(K1)
      .personal.open([[...written.keys()][0]!], null)
      .catch(() => []);
    expect(lost).toBeUndefined();
  });
});
