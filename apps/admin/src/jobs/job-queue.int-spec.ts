import { randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { Logger } from '@nestjs/common';
import PgBoss from 'pg-boss';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { eventually } from '../../../../test/support/eventually.js';
import { LogCapture } from '../../../../test/support/idmobile-app.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { asOneScript } from './job-database.js';
import { JobQueue } from './job-queue.js';
import type { QueueDefinition } from './job-queue.types.js';

type Data = { readonly n: number };

let place: TestDatabase;
let database: Database;
const queues: JobQueue[] = [];
const log = new LogCapture();

beforeAll(() => Logger.overrideLogger(log));
beforeEach(async () => {
  place = await testDatabase();
  database = await place.open();
  log.lines.length = 0;
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.onApplicationShutdown()));
  await place.drop();
});

async function open(on: Pick<PrismaDatabase, 'query'> = database): Promise<JobQueue> {
  const queue = await JobQueue.open(on);
  queues.push(queue);
  return queue;
}

/** A queue whose jobs are noted down. */
async function declare(jobs: JobQueue, more: Partial<QueueDefinition<Data>> = {}): Promise<number[]> {
  const seen: number[] = [];
  const handle = ({ n }: Data) => Promise.resolve(void seen.push(n));
  await jobs.declare<Data>({ name: 'numbers', handle, expireSeconds: 60, ...more });
  return seen;
}

const depth = async (jobs: JobQueue) => (await jobs.depths()).get('numbers');
const until = (holds: () => boolean) => eventually(() => Promise.resolve(holds()), Boolean);

it('runs what is sent, at once, and a job of the same id once', async () => {
  const jobs = await open();
  const seen = await declare(jobs, { pollMs: 3_600_000 });
  jobs.onApplicationBootstrap();
  const id = randomUUID();
  await jobs.send<Data>('numbers', [{ id, data: { n: 1 } }]);
  await until(() => seen.length === 1);
  await jobs.send<Data>('numbers', [
    { id, data: { n: 2 } },
    { id: randomUUID(), data: { n: 3 } },
  ]);
  await until(() => seen.length === 2);
  expect(seen).toEqual([1, 3]);
  await eventually(
    () => depth(jobs),
    (waiting) => waiting === 0,
  );
});

it('runs what is for later when its time has come, whoever sent it', async () => {
  const jobs = await open();
  const seen = await declare(jobs, { pollMs: 20 });
  jobs.onApplicationBootstrap();
  const later = new Date(Date.now() + 3_600_000);
  await jobs.send<Data>('numbers', [
    { data: { n: 1 }, startAfter: later },
    { data: { n: 2 }, priority: -1 },
  ]);
  await until(() => seen.length === 1);
  await eventually(
    () => depth(jobs),
    (waiting) => waiting === 1,
  );
  expect(seen).toEqual([2]);
  await database.query('UPDATE pgboss.job SET start_after = now()');
  await until(() => seen.length === 2);
});

it('refuses a job for a queue there is not', async () => {
  const jobs = await open();
  await expect(jobs.send('numbres', [{ data: {} }])).rejects.toThrow('no queue numbres');
});

it('a job that failed, and one whose process died, is run again', async () => {
  const jobs = await open();
  const seen: number[] = [];
  await declare(jobs, {
    pollMs: 20,
    handle: ({ n }) => {
      seen.push(n);
      return seen.length === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    },
  });
  await jobs.send<Data>('numbers', [{ data: { n: 1 } }]);
  jobs.onApplicationBootstrap();
  await eventually(
    () =>
      database.query('UPDATE pgboss.job SET start_after = now() WHERE state = $1 RETURNING id', ['retry']),
    ({ rows }) => rows.length === 1,
  );
  await until(() => seen.length === 2);
  await jobs.onApplicationShutdown();

  await database.query(`UPDATE pgboss.job SET state = 'active', started_on = now() - interval '61 seconds'`);
  const successor = await open();
  const again = await declare(successor, { pollMs: 20 });
  successor.onApplicationBootstrap();
  await (successor as unknown as { boss: PgBoss }).boss.maintain();
  await database.query('UPDATE pgboss.job SET start_after = now()');
  await until(() => again.length === 1);
});

it('several start at once on an empty database, and each job is one’s', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  const seen = (
    await Promise.all([one, other].map((jobs) => declare(jobs, { pollMs: 5, concurrency: 3 })))
  ).map((numbers, index) => ({ numbers, index }));
  one.onApplicationBootstrap();
  other.onApplicationBootstrap();
  const numbers = Array.from({ length: 60 }, (_, n) => n);
  await one.send<Data>(
    'numbers',
    numbers.map((n) => ({ data: { n } })),
  );
  await until(() => seen.flatMap((instance) => instance.numbers).length >= 60);
  expect(seen.flatMap((instance) => instance.numbers).sort((a, b) => a - b)).toEqual(numbers);
});

it('a job of every so often is one, however many instances there are', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  const counts = await Promise.all(
    [one, other].map((jobs) => declare(jobs, { pollMs: 5, everySeconds: 86_400 })),
  );
  one.onApplicationBootstrap();
  other.onApplicationBootstrap();
  await until(() => counts.flat().length > 0);
  const { rows } = await database.query('SELECT 1 FROM pgboss.job');
  expect(rows).toHaveLength(1);
});

it('outlives a database that is away, and says so once', async () => {
  let away = false;
  const flaky = {
    query: <Row>(sql: string, values?: readonly unknown[]) =>
      away ? Promise.reject(new Error('Connection terminated')) : database.query<Row>(sql, values),
  };
  const jobs = await open(flaky);
  const seen: number[] = [];
  await declare(jobs, {
    pollMs: 5,
    handle: ({ n }) => {
      seen.push(n);
      away = true; // from within a job on, so that its end cannot be written
      return Promise.resolve();
    },
  });
  jobs.onApplicationBootstrap();
  await jobs.send<Data>('numbers', [{ data: { n: 1 } }]);
  const before = jobs.database.statements;
  await until(() => away && jobs.database.statements > before + 20);
  await expect(jobs.send<Data>('numbers', [{ data: { n: 2 } }])).rejects.toThrow('Connection terminated');
  away = false;
  await jobs.send<Data>('numbers', [{ data: { n: 3 } }]);
  await until(() => seen.includes(3));
  expect(seen).toEqual([1, 3]);
  expect(log.lines.filter((line) => line.includes('works again'))).toHaveLength(1);
  expect(log.lines).toHaveLength(2);
});

it('a script that fails leaves no connection in a broken transaction', async () => {
  const single = await place.open({ maxConnections: 1 }).catch(() => database); // embedded: there is one anyway
  const script = asOneScript(PgBoss.getConstructionPlans());
  await single.query(script);
  await expect(single.query(script)).rejects.toThrow('already exists');
  expect((await single.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
