import type PgBoss from 'pg-boss';
import { eventually } from '../../../../test/support/eventually.js';
import { JobWorker, type JobWorkerOptions } from './job-worker.js';

type Data = { readonly n: number };
type Boss = Pick<PgBoss, 'fetch' | 'complete' | 'fail'>;

/** A queue in memory that says what was asked of it. */
class Queue {
  readonly waiting: number[] = [];
  readonly ended: string[] = [];
  readonly asked: number[] = [];
  readonly fetch = (_queue: string, { batchSize }: { batchSize: number }) => {
    this.asked.push(batchSize);
    return Promise.resolve(this.waiting.splice(0, batchSize).map((n) => ({ id: String(n), data: { n } })));
  };
  readonly complete = (_queue: string, id: string) => this.end(`${id} done`);
  readonly fail = (_queue: string, id: string) => this.end(`${id} failed`);
  protected end(what: string): Promise<void> {
    this.ended.push(what);
    return Promise.resolve();
  }
}

const warnings: unknown[] = [];
function workOn(queue: Queue, handle: JobWorkerOptions<Data>['handle'], concurrency = 2): JobWorker<Data> {
  const worker = new JobWorker<Data>(
    queue as unknown as Boss,
    { queue: 'q', handle, concurrency, pollMs: 3_600_000 },
    { warn: (line: unknown) => void warnings.push(line) },
  );
  worker.start();
  return worker;
}
const until = (holds: () => boolean) => eventually(() => Promise.resolve(holds()), Boolean);

it('never has more jobs at a time than it may, and takes the next as soon as one is done', async () => {
  const queue = new Queue();
  queue.waiting.push(...Array.from({ length: 9 }, (_, n) => n));
  let now = 0;
  let most = 0;
  const worker = workOn(queue, async ({ n }) => {
    most = Math.max(most, (now += 1));
    await new Promise((resolve) => setTimeout(resolve, n % 3));
    now -= 1;
  });
  await until(() => queue.ended.length === 9);
  await worker.stop(1_000);
  expect(most).toBe(2);
  expect(queue.asked.every((batch) => batch > 0)).toBe(true);
});

it('a job that fails is handed back, and the others go on', async () => {
  const queue = new Queue();
  queue.waiting.push(1, 2, 3);
  const worker = workOn(queue, ({ n }) => (n === 2 ? Promise.reject(new Error('no')) : Promise.resolve()));
  await until(() => queue.ended.length === 3);
  expect(queue.ended.sort()).toEqual(['1 done', '2 failed', '3 done']);
  expect(warnings).toHaveLength(1);
  await worker.stop(1_000);
});

it('that an end cannot be written ends nothing else', async () => {
  class Broken extends Queue {
    protected override end(what: string): Promise<void> {
      void super.end(what);
      return Promise.reject(new Error('the database is away'));
    }
  }
  const queue = new Broken();
  queue.waiting.push(1, 2, 3, 4);
  const worker = workOn(queue, ({ n }) => (n === 2 ? Promise.reject(new Error('no')) : Promise.resolve()));
  await until(() => queue.ended.length === 4);
  await worker.stop(1_000);
});

it('sleeps until it is woken', async () => {
  const queue = new Queue();
  const worker = workOn(queue, () => Promise.resolve());
  await until(() => queue.asked.length === 1);
  queue.waiting.push(1);
  worker.wake();
  await until(() => queue.ended.length === 1);
  expect(queue.asked.length).toBeLessThanOrEqual(3);
  await worker.stop(1_000);
});

it('stops when what is under way has ended, takes nothing new, and interrupts who takes too long', async () => {
  const queue = new Queue();
  queue.waiting.push(1, 2);
  let begun = 0;
  const worker = workOn(queue, async (_data, signal) => {
    begun += 1;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  });
  await until(() => begun === 2);
  queue.waiting.push(3);
  await worker.stop(20);
  expect(queue.ended.sort()).toEqual(['1 done', '2 done']);
  expect(queue.waiting).toEqual([3]);
});
