import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PrismaReceiptEvents } from './prisma-receipt-events.js';

/** Milliseconds between two looks. */
const LOOK_MS = 100;

/** Tells when events are in the log. Whoever waits is looked for together: one statement for all of them. */
@Injectable()
export class LoggedEvents {
  readonly #waiting = new Map<string, Set<() => void>>();
  #looking = false;

  constructor(private readonly events: PrismaReceiptEvents) {}

  /** Whether it came into the log within so many milliseconds. */
  wait(eventId: string, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiters = this.#waiting.get(eventId) ?? new Set();
      const end = (came: boolean) => {
        clearTimeout(limit);
        waiters.delete(come);
        if (waiters.size === 0) this.#waiting.delete(eventId);
        resolve(came);
      };
      const come = () => end(true);
      const limit = setTimeout(() => end(false), ms);
      this.#waiting.set(eventId, waiters.add(come));
      if (!this.#looking) void this.#look();
    });
  }

  async #look(): Promise<void> {
    this.#looking = true;
    while (this.#waiting.size > 0) {
      await sleep(LOOK_MS);
      // Where the database is away, those who wait get what there is without it.
      const logged = await this.events.logged([...this.#waiting.keys()]).catch(() => []);
      for (const id of logged) for (const come of [...(this.#waiting.get(id) ?? [])]) come();
    }
    this.#looking = false;
  }
}
