import type { Database } from '@dqe-admin/database';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { AccessEvent } from '../access/access-event.js';
import { timeId } from '../access/time-id.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { PrismaAccessLog } from './prisma-access-log.js';
import { PrismaAccessReader } from './prisma-access-reader.js';

let test: TestDatabase;
let database: Database;
let log: PrismaAccessLog;
let reader: PrismaAccessReader;
/** Rows per statement, as they were written. */
const statements: number[] = [];
beforeAll(async () => {
  test = await testDatabase();
  database = await test.open();
  const { client } = database;
  const counting = {
    $executeRaw: async (...args: Parameters<typeof client.$executeRaw>) => {
      const rows = await client.$executeRaw(...args);
      statements.push(rows);
      return rows;
    },
  };
  log = new PrismaAccessLog({ client: counting as unknown as typeof client } as PrismaDatabase);
  reader = new PrismaAccessReader({ client } as PrismaDatabase);
});
afterAll(() => test.drop());
beforeEach(() => {
  statements.length = 0;
});

const event = (actorId: string, more: Partial<AccessEvent> = {}): AccessEvent => ({
  ...{ id: timeId(Date.now()), at: new Date(), actor: { kind: 'key', id: actorId }, application: 'shop' },
  ...{ action: 'match.view', target: { type: 'match', id: 'm' }, outcome: 'allowed', requestId: 'r' },
  ...{ permission: 'matches:read', data: { count: 1, filters: ['a', 'b'], done: true, none: null } },
  ...more,
});
const of = (id: string) => reader.page({ actor: { kind: 'key', id } }, 5_000, null);

it('gives back what it was given', async () => {
  const [one, other] = [
    event('same'),
    event('same', { application: null, target: null, permission: null, requestId: null }),
  ];
  await log.append(one);
  await log.append(other);
  expect(await of('same')).toEqual([other, one]);
});

it('what arrives while a statement is under way shares the next, and none is lost', async () => {
  const events = Array.from({ length: 1_200 }, () => event('many'));
  await Promise.all(events.map((one) => log.append(one)));
  expect(statements).toEqual([1, 500, 500, 199]);
  expect((await of('many')).map(({ id }) => id)).toEqual(events.map(({ id }) => id).reverse());
});

it('says so where it cannot write, to whom it concerns and to nobody else', async () => {
  const [good, twice] = [event('some'), event('some')];
  await log.append(twice);
  const all = await Promise.allSettled([log.append(good), log.append(twice), log.append(event('some'))]);
  // The first went alone, the others together, with a line that is there already: then each by itself.
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await of('some')).toHaveLength(3);
});
