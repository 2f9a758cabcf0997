import type { Database } from '@dqe-admin/database';
import { embeddedTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { eventually } from '../../../../test/support/eventually.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { EmbeddedVacuum } from './embedded-vacuum.js';
import { PrismaVacuum } from './prisma-vacuum.js';

const QUEUE = 'public.log_queue';

describe('the embedded database', () => {
  let place: TestDatabase;
  let database: Database;
  let tables: PrismaVacuum;
  let vacuum: EmbeddedVacuum;
  const declared: string[] = [];
  async function open(): Promise<void> {
    database = await place.open();
    tables = new PrismaVacuum(database as unknown as PrismaDatabase);
    vacuum = upkeepOf(true);
  }
  beforeEach(async () => {
    place = await embeddedTestDatabase();
    await open();
    await untilDone();
  });
  afterEach(() => place.drop());

  function upkeepOf(exclusive: boolean): EmbeddedVacuum {
    const declare = ({ name }: { name: string }) => Promise.resolve(void declared.push(name));
    const jobs = { declare };
    return new EmbeddedVacuum({ exclusive } as PrismaDatabase, tables, jobs as unknown as JobQueue);
  }
  const look = (signal = new AbortController().signal) => vacuum.look(signal);
  const sizeOf = async (table: string) =>
    (await database.query<{ size: number }>(`SELECT pg_relation_size('${table}')::int AS size`)).rows[0]
      ?.size;
  const enqueue = (count: number) =>
    database.query(
      `INSERT INTO log_queue (source, event_id) SELECT 'access', gen_random_uuid() FROM generate_series(1, ${count})`,
    );
  /** Vacuuming by itself changes tables of PostgreSQL. */
  const due = async () => (await tables.due()).filter((name) => name.startsWith('public.'));
  /** It counts what was done once a second, so that some of it may still come. */
  const untilDue = () => eventually(due, (names) => names.includes(QUEUE));
  const untilDone = () =>
    eventually(
      async () => {
        await look();
        return due();
      },
      (names) => names.length === 0,
    );

  it('gives back what its deleted rows took', async () => {
    await enqueue(2_000);
    await database.query('DELETE FROM log_queue');
    const before = await sizeOf(QUEUE);
    expect(await untilDue()).toEqual([QUEUE]);
    await look();
    expect(before).toBeGreaterThan(100_000);
    expect(await sizeOf(QUEUE)).toBe(0);
    await untilDone();
  });

  it('knows how many rows there are, and what is in them', async () => {
    await enqueue(2_000);
    await untilDue();
    await look();
    const { rows } = await database.query<{ reltuples: number; columns: number }>(
      `SELECT reltuples, (SELECT count(*)::int FROM pg_stats WHERE tablename = 'log_queue') AS columns
       FROM pg_class WHERE oid = 'log_queue'::regclass`,
    );
    expect(rows[0]?.reltuples).toBe(2_000);
    expect(rows[0]?.columns).toBeGreaterThan(0);
  });

  it('leaves a few rows alone, and begins no table once it is to stop', async () => {
    await enqueue(20);
    await database.query('DELETE FROM log_queue');
    await database.query('SELECT pg_stat_force_next_flush()');
    await database.query('SELECT 1');
    expect(await due()).toEqual([]);
    await enqueue(2_000);
    await untilDue();
    await look(AbortSignal.abort());
    expect(await due()).toEqual([QUEUE]);
  });

  it('remembers what there was to be done when it was closed', async () => {
    await enqueue(2_000);
    await database.close();
    await open();
    expect(await due()).toEqual([QUEUE]);
  });

  it('is seen to by a job of its own; a server sees to itself', async () => {
    await upkeepOf(false).onModuleInit();
    expect(declared).toEqual([]);
    await vacuum.onModuleInit();
    expect(declared).toEqual(['embedded-vacuum']);
  });
});
