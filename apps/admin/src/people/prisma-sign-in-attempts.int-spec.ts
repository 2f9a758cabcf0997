import { randomBytes } from 'node:crypto';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { PrismaSignInAttempts } from './prisma-sign-in-attempts.js';

const TERMS = { free: 3, longest: 8 };
const NOW = Date.parse('2026-05-01T12:00:00Z');
const DAY_MS = 86_400_000;

describe('PrismaSignInAttempts', () => {
  let place: TestDatabase;
  let attempts: PrismaSignInAttempts;
  beforeAll(async () => {
    place = await testDatabase();
    const { client } = await place.open();
    attempts = new PrismaSignInAttempts({ client } as PrismaDatabase);
  });
  afterAll(() => place.drop());

  /** Tries until `now` stands still. @returns the waits between them, in seconds */
  const waits = async (key: Buffer, times: number) => {
    const all: number[] = [];
    let now = NOW;
    for (let i = 0; i < times; i += 1) {
      const seconds = await attempts.take(key, TERMS, now);
      all.push(seconds);
      now += seconds * 1_000;
      if (seconds > 0) expect(await attempts.take(key, TERMS, now)).toBe(0);
    }
    return all;
  };

  it('lets some tries be made at once, then each waits twice as long, up to a limit', async () => {
    expect(await waits(randomBytes(32), 8)).toEqual([0, 0, 0, 1, 2, 4, 8, 8]);
  });

  it('of many at once counts each', async () => {
    const key = randomBytes(32);
    const all = await Promise.all(Array.from({ length: 20 }, () => attempts.take(key, TERMS, NOW)));
    expect(all.filter((seconds) => seconds === 0)).toHaveLength(TERMS.free);
  });

  it('forgets what was not in vain, and everything after a day', async () => {
    const [right, old] = [randomBytes(32), randomBytes(32)];
    for (const key of [right, old]) await waits(key, 4);
    await attempts.forget(right);
    expect(await waits(right, 4)).toEqual([0, 0, 0, 1]);
    await attempts.take(old, TERMS, NOW + DAY_MS + 10_000);
    expect(await attempts.take(old, TERMS, NOW + DAY_MS + 10_000)).toBe(0);
  });

  it('gives one try back, and no more than there were', async () => {
    const key = randomBytes(32);
    for (let i = 0; i < 30; i += 1) {
      expect(await attempts.take(key, TERMS, NOW)).toBe(0);
      await attempts.giveBack(key, NOW);
    }
  });

  it('takes a code once, also of two at the same time', async () => {
    const key = randomBytes(32);
    const taken = await Promise.all([attempts.takeCode(key, NOW), attempts.takeCode(key, NOW)]);
    expect(taken.sort()).toEqual([false, true]);
    expect(await attempts.takeCode(randomBytes(32), NOW)).toBe(true);
  });

  it('clears away what is of no more use', async () => {
    const key = randomBytes(32);
    await waits(key, 4);
    await attempts.prune(NOW + 2 * DAY_MS);
    expect(await attempts.take(key, TERMS, NOW)).toBe(0);
  });
});
