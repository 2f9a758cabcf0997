import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import { PrismaInvitations } from './prisma-invitations.js';
import { PrismaSessions } from './prisma-sessions.js';
import { PrismaSignInAttempts } from './prisma-sign-in-attempts.js';

const EVERY_MS = 3_600_000;

/** Clears away what has expired. It opened nothing since; it is only not kept for ever. */
@Injectable()
export class PeopleHousekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(PeopleHousekeeping.name);
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly sessions: PrismaSessions,
    private readonly invitations: PrismaInvitations,
    private readonly attempts: PrismaSignInAttempts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.runOrWarn(), EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    await this.sessions.prune(new Date(now));
    await this.invitations.prune(new Date(now));
    await this.attempts.prune(now);
  }

  private async runOrWarn(): Promise<void> {
    try {
      await this.run();
    } catch {
      this.#logger.warn(
        'What has expired of sessions and invitations could not be cleared away; next hour tries again.',
      );
    }
  }
}
