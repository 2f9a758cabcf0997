import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobQueue } from '../jobs/job-queue.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { PrismaVacuum } from './prisma-vacuum.js';

const QUEUE = 'embedded-vacuum';
const EVERY_SECONDS = 300;
/** Milliseconds between two tables, for requests that wait for the one connection. */
const BREATH_MS = 20;

/** Sees to the tables of the embedded database, which has no autovacuum. A server has one, and is left alone. */
@Injectable()
export class EmbeddedVacuum implements OnModuleInit {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly tables: PrismaVacuum,
    private readonly jobs: JobQueue,
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.database.exclusive) return;
    await this.jobs.declare({
      name: QUEUE,
      handle: (_, signal) => this.look(signal),
      pollMs: 60_000,
      expireSeconds: 600,
      everySeconds: EVERY_SECONDS,
    });
  }

  /** @param signal after which no further table is begun */
  async look(signal: AbortSignal): Promise<void> {
    for (const name of await this.tables.due()) {
      if (signal.aborted) return;
      await this.tables.vacuum(name);
      await sleep(BREATH_MS);
    }
  }
}
