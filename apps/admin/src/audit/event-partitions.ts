import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { JobQueue } from '../jobs/job-queue.js';
import { PrismaEventPartitions } from './prisma-event-partitions.js';

const QUEUE = 'event-partitions';
const HOUR_SECONDS = 3_600;
/** What comes later than they do is kept all the same; and each is one more to look into. */
const MONTHS_AHEAD = 2;

/**
 * Has partitions made for the months to come, and dropped that a purge has emptied; when the service starts, and several
 * times a day.
 */
@Injectable()
export class EventPartitions implements OnModuleInit {
  private readonly logger = new Logger('EventPartitions');
  #toldAstray = false;

  constructor(
    private readonly partitions: PrismaEventPartitions,
    private readonly jobs: JobQueue,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.look();
    await this.jobs.declare({
      name: QUEUE,
      handle: () => this.look(),
      pollMs: 60_000,
      expireSeconds: 60,
      everySeconds: 6 * HOUR_SECONDS,
    });
  }

  /** Never rejects: an event that has no partition of its month goes into the default one. */
  async look(): Promise<void> {
    try {
      const { made, astray } = await this.partitions.make(MONTHS_AHEAD);
      if (made > 0) this.logger.log(`${made} partitions for the events of months to come were made.`);
      if (astray && !this.#toldAstray) {
        this.logger.warn('There are events whose ids are of no month that a partition is for.');
      }
      this.#toldAstray = astray;
      const dropped = await this.partitions.dropSpent();
      if (dropped > 0) this.logger.log(`${dropped} partitions were dropped: their events are all purged.`);
    } catch (err) {
      this.logger.warn({ msg: 'Partitions could not be seen to; it is tried again within hours.', err });
    }
  }
}
