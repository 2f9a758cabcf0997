import type { Logger } from '@nestjs/common';
import type PgBoss from 'pg-boss';
import type { JobHandler } from './job-queue.types.js';

export interface JobWorkerOptions<Data extends object> {
  readonly queue: string;
  readonly handle: JobHandler<Data>;
  /** Jobs at a time. */
  readonly concurrency: number;
  /** Milliseconds between two looks into the queue, where nothing wakes it before. */
  readonly pollMs: number;
}

/**
 * Takes jobs off one queue, several at a time. Not pg-boss's own `work`: in 10.4 that drops the promise of the statement
 * that ends a job, so that a database that goes away during a job ends the process by an unhandled rejection; and it
 * takes the next jobs only when the slowest of the last ones is done.
 */
export class JobWorker<Data extends object> {
  private readonly running = new Set<Promise<void>>();
  private readonly interrupt = new AbortController();
  private stopping = false;
  /** The last look took as many as there was room for: there may be more. */
  private more = false;
  private woken = false;
  private wakeUp: (() => void) | null = null;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly boss: Pick<PgBoss, 'fetch' | 'complete' | 'fail'>,
    private readonly options: JobWorkerOptions<Data>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  /** There is work: do not wait for the next poll. */
  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /**
   * Takes no more jobs, and waits for those it has.
   * @param graceMs after which they are interrupted
   */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.wake();
    const timer = setTimeout(() => this.interrupt.abort(), graceMs);
    await this.loop;
    await Promise.all(this.running);
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    const { queue, concurrency } = this.options;
    while (!this.stopping) {
      this.woken = false;
      const room = concurrency - this.running.size;
      // Answers "no jobs" where the database does not answer.
      const jobs = room === 0 ? [] : await this.boss.fetch<Data>(queue, { batchSize: room });
      for (const job of jobs) this.begin(job);
      this.more = jobs.length === room;
      if (!this.more || this.running.size === concurrency) await this.nap();
    }
  }

  private begin(job: PgBoss.Job<Data>): void {
    const work = this.work(job).finally(() => {
      this.running.delete(work);
      if (this.more) this.wake();
    });
    this.running.add(work);
  }

  /** Never rejects. Where the end of a job cannot be written, it is run again once it has expired. */
  private async work({ id, data }: PgBoss.Job<Data>): Promise<void> {
    const { queue, handle } = this.options;
    try {
      await handle(data, this.interrupt.signal);
    } catch (error) {
      this.logger.warn({ msg: 'A job failed; it will be tried again.', queue, err: error });
      const reason = error instanceof Error ? error.name : 'unknown';
      await this.boss.fail(queue, id, { reason }).catch(() => undefined);
      return;
    }
    await this.boss.complete(queue, id).catch(() => undefined);
  }

  private async nap(): Promise<void> {
    if (this.woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.options.pollMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = null;
  }
}
