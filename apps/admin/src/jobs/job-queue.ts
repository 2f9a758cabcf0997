import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import PgBoss from 'pg-boss';
import { ConfigurationError } from '../config/configuration.error.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { JobDatabase } from './job-database.js';
import type { NewJob, QueueDefinition } from './job-queue.types.js';
import { JobWorker } from './job-worker.js';
import { OutageLog } from './outage-log.js';

const DEFAULT_POLL_MS = 2_000;
/** Seconds between two looks for jobs whose process died, by one instance at a time. */
const MAINTENANCE_SECONDS = 30;
/** Seconds for which ended jobs are kept: what they did is on record elsewhere. */
const KEEP_SECONDS = 3_600;
const RETRIES = { retryLimit: 20, retryDelay: 10 };
/** Milliseconds a job may go on after the service was told to stop, and until the database may be closed. */
const GRACE_MS = 6_000;
const STOP_MS = 8_000;
/** SQLSTATE: a user who may not create a schema; the one of two who has to begin again. */
const NOT_ALLOWED = '42501';
const DEADLOCK = '40P01';
const CREATE_ATTEMPTS = 10;
const CREATE_PAUSE_MS = 500;

/**
 * Work to be done later, or by another instance: pg-boss on our own database. Features declare a queue each while the
 * application starts; workers begin when all of it has started.
 */
@Injectable()
export class JobQueue implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('JobQueue');
  private readonly workers = new Map<string, JobWorker<object>>();
  private readonly recurring: { readonly name: string; readonly seconds: number }[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly outages = new OutageLog(this.logger, 'The job queue');
  private readonly boss: PgBoss;
  private stopped: Promise<unknown> | null = null;
  readonly database: JobDatabase;

  private constructor(database: Pick<PrismaDatabase, 'query'>) {
    this.database = new JobDatabase(database);
    this.boss = new PgBoss({
      db: this.database,
      // Its cron is a worker of the kind JobWorker replaces. See `everySeconds`.
      schedule: false,
      maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
      archiveCompletedAfterSeconds: KEEP_SECONDS,
      deleteAfterSeconds: KEEP_SECONDS,
      ...RETRIES,
    });
    this.boss.on('error', (error) => this.outages.begun(error));
  }

  /**
   * Creates or updates pg-boss's tables; several instances may do so at once.
   * @throws ConfigurationError the user of the database may not
   */
  static async open(database: Pick<PrismaDatabase, 'query'>): Promise<JobQueue> {
    const queue = new JobQueue(database);
    try {
      await queue.boss.start();
    } catch (error) {
      throw explained(error);
    }
    return queue;
  }

  /** Makes a queue, before the application has started. */
  async declare<Data extends object>(queue: QueueDefinition<Data>): Promise<void> {
    const { name, handle, concurrency = 1, pollMs = DEFAULT_POLL_MS, expireSeconds, everySeconds } = queue;
    const options = { name, policy: 'standard' as const, expireInSeconds: expireSeconds, ...RETRIES };
    await this.create(name, options);
    // One that an earlier release made keeps its settings otherwise.
    await this.boss.updateQueue(name, options);
    const worker = new JobWorker<Data>(this.boss, { queue: name, handle, concurrency, pollMs }, this.logger);
    this.workers.set(name, worker as JobWorker<object>);
    if (everySeconds !== undefined) this.recurring.push({ name, seconds: everySeconds });
  }

  /** Durable once it resolves. */
  async send<Data extends object>(queue: string, jobs: readonly NewJob<Data>[]): Promise<void> {
    const worker = this.workers.get(queue);
    // pg-boss would drop the jobs without a word.
    if (worker === undefined) throw new Error(`there is no queue ${queue}`);
    if (jobs.length === 0) return;
    await this.boss.insert(jobs.map((job) => ({ name: queue, ...startOf(job) })));
    if (jobs.some(({ startAfter }) => startAfter === undefined)) worker.wake();
  }

  /** Jobs that wait or are under way, by queue. */
  async depths(): Promise<ReadonlyMap<string, number>> {
    const names = [...this.workers.keys()];
    const sizes = names.map((name) => this.boss.getQueueSize(name, { before: 'completed' }));
    const depths = await Promise.all(sizes);
    return new Map(names.map((name, index) => [name, depths[index] ?? 0]));
  }

  onApplicationBootstrap(): void {
    this.database.watch(this.outages);
    for (const worker of this.workers.values()) worker.start();
    for (const { name, seconds } of this.recurring) {
      void this.sendOnce(name, seconds);
      this.timers.push(setInterval(() => void this.sendOnce(name, seconds), seconds * 1_000).unref());
    }
  }

  /** Begins to stop, and lets the requests under way end meanwhile: they may still send jobs. */
  onModuleDestroy(): void {
    this.stopped ??= this.stop();
  }

  /** The database closes after this. */
  async onApplicationShutdown(): Promise<void> {
    await this.drained();
  }

  /** Stops, and waits for what is under way: for what jobs need, so that it closes after them. */
  async drained(): Promise<void> {
    await (this.stopped ??= this.stop());
  }

  /** Two instances that make the same queue at once wait for each other in pg-boss 10.4, until PostgreSQL picks one. */
  private async create(name: string, options: PgBoss.Queue): Promise<void> {
    for (let left = CREATE_ATTEMPTS; (await this.boss.getQueue(name)) === null; left -= 1) {
      try {
        await this.boss.createQueue(name, options);
      } catch (error) {
        if ((error as { code?: unknown }).code !== DEADLOCK || left === 0) throw error;
        await sleep(randomInt(CREATE_PAUSE_MS));
      }
    }
  }

  private async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    const workers = [...this.workers.values()].map((worker) => worker.stop(GRACE_MS));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_MS);
    });
    await Promise.race([Promise.all(workers), late]);
    clearTimeout(timer);
    await this.boss.stop({ graceful: false, close: false });
  }

  /** One job in a span of time, whoever asks first. */
  private async sendOnce(name: string, seconds: number): Promise<void> {
    try {
      await this.boss.insert([{ name, data: {}, singletonKey: name, singletonSeconds: seconds }]);
    } catch {
      // The database hook has said so; the next turn comes.
    }
  }
}

const startOf = <Data extends object>({ id, data, startAfter, priority }: NewJob<Data>) => ({
  data,
  ...(id === undefined ? {} : { id }),
  ...(startAfter === undefined ? {} : { startAfter: startAfter.toISOString() }),
  ...(priority === undefined ? {} : { priority }),
});

function explained(error: unknown): unknown {
  if ((error as { code?: unknown }).code !== NOT_ALLOWED) return error;
  return new ConfigurationError([
    {
      variable: 'DATABASE_URL',
      message:
        'names a user who may not create a schema. Let it: GRANT CREATE ON DATABASE … TO …; the job queue keeps its tables in a schema "pgboss".',
    },
  ]);
}
