import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { TransparencyLogError } from 'transparency-log';
import { OutageLog } from '../../jobs/outage-log.js';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { CheckpointMirrors } from '../mirrors/checkpoint-mirrors.js';
import { EvidenceStatus } from './evidence-status.js';
import { PrismaRounds } from './prisma-rounds.js';
import { PrismaSequencerAlarms } from './prisma-sequencer-alarms.js';
import { HeadRefusedError } from './signed-head.js';

/** Milliseconds between two looks into the queue: the longest an event waits for its round while nothing is wrong. */
const ROUND_MS = 500;
/** After a round that failed, doubled with each further one. */
const LONGEST_PAUSE_MS = 8_000;
/** Milliseconds for the last round, before the database closes. */
const LAST_ROUND_MS = 2_000;
/**
 * Events in one round; where there are more, the next follows at once. Some 0.1 ms each of our own time; and
 * the embedded database has one connection, for which requests wait.
 */
const BATCH = { server: 1_000, embedded: 500 };
/** Milliseconds between two full rounds on the embedded database, for whoever waits. */
const BREATH_MS = 20;

/**
 * Takes what is on record into the log, every half second while there is anything. Every instance runs one; of one round
 * it is one that does it.
 */
@Injectable()
export class EvidenceSequencer implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly outages = new OutageLog(new Logger('EvidenceSequencer'), 'The evidence log');
  private readonly logger = new Logger('EvidenceSequencer');
  #running: Promise<void> = Promise.resolve();
  #round: Promise<boolean> = Promise.resolve(false);
  #stopping = false;
  #paused = false;
  /** The first round also names the keys, with no event to wait for. */
  #begun = false;
  #wake: (() => void) | null = null;

  constructor(
    private readonly rounds: PrismaRounds,
    private readonly database: PrismaDatabase,
    private readonly mirrors: CheckpointMirrors,
    private readonly status: EvidenceStatus,
    private readonly alarms: PrismaSequencerAlarms,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  /** No further rounds by itself; requests under way may still put something on record. */
  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await inTime(this.#running, LAST_ROUND_MS);
  }

  /** What was put on record until now enters the log still, where that is quick. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.#paused) await inTime(this.#once(), LAST_ROUND_MS);
    await this.mirrors.stop();
  }

  /** Lets events wait. For tests, and for maintenance of the log's tables. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake?.();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopping) {
      const full = this.#paused ? false : await this.#once();
      failures = this.status.failure === null ? 0 : failures + 1;
      if (!full) await this.#nap(Math.min(ROUND_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS));
      else if (this.database.exclusive) await this.#nap(BREATH_MS);
    }
  }

  /** Never rejects. @returns whether there may be more */
  #once(): Promise<boolean> {
    this.#round = this.#round.then(() => this.#look());
    return this.#round;
  }

  async #look(): Promise<boolean> {
    try {
      const waiting = await this.rounds.waiting();
      this.status.seen(waiting);
      const full = waiting !== null || !this.#begun ? await this.#integrate() : false;
      this.status.failure = null;
      this.status.refused = false;
      this.outages.over();
      return full;
    } catch (error) {
      this.status.rounds.failed += 1;
      await this.#failed(error);
      return false;
    }
  }

  /** A log that does not hold is not gone on with, and that is for somebody to look into; a database that is away comes back. */
  async #failed(error: unknown): Promise<void> {
    const refused = error instanceof TransparencyLogError || error instanceof HeadRefusedError;
    this.status.failure = refused ? error.code : 'database';
    if (refused && !this.status.refused) {
      this.status.refused = true;
      const msg = `The evidence log does not hold (${error.code}): nothing is added to it until it does.`;
      this.logger.error({ msg, err: error });
      await this.alarms.raise(error.code).catch((err: unknown) => {
        this.logger.error({ msg: 'The alarm could not be put on record.', err });
      });
    } else {
      this.outages.begun(error);
    }
  }

  async #integrate(): Promise<boolean> {
    const round = await this.rounds.run(this.database.exclusive ? BATCH.embedded : BATCH.server);
    if (round.outcome === 'elsewhere') {
      this.status.rounds.elsewhere += 1;
      return false;
    }
    this.#begun = true;
    if (round.outcome === 'idle') return false;
    this.status.rounds.integrated += 1;
    this.status.size = round.published.size;
    if (!round.full) this.status.seen(null);
    if (round.untold > 0) {
      this.logger.error(
        `${round.untold} events entered the log by their id alone: they were gone or unreadable.`,
      );
    }
    this.mirrors.offer(round.published);
    return round.full;
  }

  async #nap(ms: number): Promise<void> {
    if (this.#stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}

async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
