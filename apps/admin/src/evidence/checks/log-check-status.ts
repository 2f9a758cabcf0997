import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { LogCheckRecord } from './log-check-record.js';
import { PrismaLogChecks } from './prisma-log-checks.js';

/** Milliseconds between two looks for what other instances found. */
const LOOK_MS = 60_000;

/** How the last check ended, whichever instance made it. */
@Injectable()
export class LogCheckStatus implements OnApplicationBootstrap, OnApplicationShutdown {
  #last: LogCheckRecord | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly checks: PrismaLogChecks) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  onApplicationShutdown(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** Never rejects: while the database is away, it is as it was. */
  async look(): Promise<void> {
    this.#last = await this.checks.latest().catch(() => this.#last);
  }

  /** null: none has ended yet. */
  get last(): LogCheckRecord | null {
    return this.#last;
  }
}
