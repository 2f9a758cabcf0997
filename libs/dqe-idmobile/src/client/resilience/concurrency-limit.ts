import { Inject, Injectable } from '@nestjs/common';

import { DQE_OPTIONS } from '../../dqe-idmobile.constants.js';
import { type DqeCall, DqeBusyError } from '../../errors/dqe-errors.js';
import type { ResolvedDqeIdmobileOptions } from '../../options/dqe-idmobile-options.js';

/**
 * So many calls at a time; so many more wait, first come, first served; the rest is turned away.
 *
 * Not by cockatiel's bulkhead: in 3.2.1, one who gives up waiting keeps a place in the queue, and when it is his turn
 * nobody behind him is called (docs/decisions/0007).
 */
@Injectable()
export class ConcurrencyLimit {
  private active = 0;
  /** In the order of arrival; each is called when a place is his. */
  private readonly waiting = new Set<() => void>();

  constructor(@Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions) {}

  /** Calls under way. */
  get inFlight(): number {
    return this.active;
  }

  /** Calls that wait for a place. */
  get queued(): number {
    return this.waiting.size;
  }

  /**
   * @param longestWaitMs milliseconds to wait for a place
   * @throws DqeBusyError the queue is full, or the wait was too long
   */
  async run<T>(call: DqeCall, longestWaitMs: number, task: () => Promise<T>): Promise<T> {
    const { concurrency } = this.options;
    if (concurrency === false || this.active < concurrency.limit) this.active += 1;
    else if (this.waiting.size < concurrency.queue) await this.place(call, longestWaitMs);
    else throw new DqeBusyError(call);
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  private place(call: DqeCall, longestWaitMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const served = new AbortController();
      const called = () => {
        served.abort();
        resolve();
      };
      this.waiting.add(called);
      const over = () => {
        if (this.waiting.delete(called)) reject(new DqeBusyError(call));
      };
      // The clock rejects where the wait was cut short, which is to say: served.
      this.options.clock.sleep(Math.max(1, longestWaitMs), served.signal).then(over, over);
    });
  }

  /** A place that is left goes to whoever waits longest, so that nobody who has just come gets in between. */
  private leave(): void {
    for (const next of this.waiting) {
      this.waiting.delete(next);
      next();
      return;
    }
    this.active -= 1;
  }
}
