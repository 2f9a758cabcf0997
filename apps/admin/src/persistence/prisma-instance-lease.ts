import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PrismaDatabase } from './prisma-database.js';

/** Milliseconds between two signs of life. */
const HEARTBEAT_MS = 2_000;
/** Seconds after its last sign of life at which a process counts as gone. */
export const LEASE_SECONDS = 10;
const LEASE_MS = LEASE_SECONDS * 1_000;

/**
 * Says that this process lives. What it has begun belongs to it while it does; where it stops saying so, another
 * process takes over. All times are the database's, so that clocks need not agree.
 */
@Injectable()
export class PrismaInstanceLease implements OnModuleInit, OnApplicationShutdown {
  readonly id = randomUUID();
  private readonly logger = new Logger('InstanceLease');
  private timer: NodeJS.Timeout | null = null;
  /** When the last sign of life was taken, and since when there has been none too few. Milliseconds, by our clock. */
  private renewedAt: number | null = null;
  private steadySince = 0;

  constructor(private readonly database: PrismaDatabase) {}

  async onModuleInit(): Promise<void> {
    // Where nobody else can be, nobody has to be waited for.
    if (this.database.exclusive) await this.database.client.$executeRaw`DELETE FROM instances`;
    // Rows of the dead are of no use once their matches were taken over.
    await this.database.client
      .$executeRaw`DELETE FROM instances WHERE heartbeat_at < now() - interval '1 day'`;
    await this.renew();
    this.timer = setInterval(() => void this.renewOrWarn(), HEARTBEAT_MS);
    this.timer.unref();
  }

  /** Gives everything back at once, so that nobody has to wait for the lease to run out. */
  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    try {
      await this.database.client.$executeRaw`DELETE FROM instances WHERE id = ${this.id}::uuid`;
    } catch {
      this.logger.warn('The lease could not be given back; it runs out by itself.');
    }
  }

  /**
   * Whether the silence of others means anything: this process has been heard, without a gap, for as long as a lease
   * lasts. After an outage of the database, or of this machine, everybody seems to be gone; whoever is alive has said so
   * by then.
   */
  get steady(): boolean {
    const { renewedAt, steadySince } = this;
    if (renewedAt === null) return false;
    const now = this.now();
    return now - renewedAt < LEASE_MS && now - steadySince >= LEASE_MS;
  }

  /** A sign of life. */
  async renew(): Promise<void> {
    await this.database.client.$executeRaw`
      INSERT INTO instances (id, started_at, heartbeat_at) VALUES (${this.id}::uuid, now(), now())
      ON CONFLICT (id) DO UPDATE SET heartbeat_at = now()`;
    const now = this.now();
    const gap = this.renewedAt === null ? Infinity : now - this.renewedAt;
    // A clock that was set back is a gap, too: nothing is known of how long it was.
    if (gap < 0 || gap > LEASE_MS) this.steadySince = now;
    this.renewedAt = now;
  }

  /** Not a monotonic clock: those stand still while a machine is suspended. */
  protected now(): number {
    return Date.now();
  }

  private async renewOrWarn(): Promise<void> {
    try {
      await this.renew();
    } catch {
      this.renewedAt = null;
      this.logger.warn('The lease could not be renewed; the next heartbeat tries again.');
    }
  }
}
