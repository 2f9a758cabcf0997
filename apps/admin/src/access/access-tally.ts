import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { timeId } from './time-id.js';
import { CLOCK } from '../clock.module.js';
import type { AccessEvent } from './access-event.js';
import { ACCESS_LOG, type AccessLog } from './access-log.js';

const WINDOW_MS = 60_000;

interface Tally {
  readonly like: AccessEvent;
  /** Those after the first. */
  count: number;
}

/**
 * Puts on record what anybody can cause without end: the first of a kind at once, the others of the same minute as one
 * line with their number. A flood of wrong keys costs two lines a minute, not a table.
 */
@Injectable()
export class AccessTally implements BeforeApplicationShutdown {
  readonly #logger = new Logger(AccessTally.name);
  readonly #log: AccessLog;
  readonly #clock: Clock;
  readonly #tallies = new Map<string, Tally>();
  #timer: NodeJS.Timeout | null = null;

  constructor(@Inject(ACCESS_LOG) log: AccessLog, @Inject(CLOCK) clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** @param kind of few different values, none of them chosen by whoever asks */
  async add(kind: string, event: AccessEvent): Promise<void> {
    const tally = this.#tallies.get(kind);
    if (tally !== undefined) {
      tally.count += 1;
      return;
    }
    const begun = { like: event, count: 0 };
    this.#tallies.set(kind, begun);
    this.#timer ??= setTimeout(() => void this.flush(), WINDOW_MS).unref();
    // What could not be written is still counted, and tried again at the end of the minute.
    if (!(await this.#append({ ...event, data: { ...event.data, count: 1 } }))) begun.count += 1;
  }

  /** Ends the minute. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const ended = [...this.#tallies];
    this.#tallies.clear();
    for (const [kind, { like, count }] of ended) {
      if (count > 0 && !(await this.#append(this.#sumOf(like, count)))) this.#keep(kind, like, count);
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.flush();
  }

  /** Of many requests: none of their ids would be right. */
  #sumOf(like: AccessEvent, count: number): AccessEvent {
    const now = this.#clock.now();
    const data = { ...like.data, count, since: like.at.toISOString() };
    return { ...like, id: timeId(now), at: new Date(now), requestId: null, data };
  }

  #keep(kind: string, like: AccessEvent, count: number): void {
    const tally = this.#tallies.get(kind);
    if (tally === undefined) this.#tallies.set(kind, { like, count });
    else tally.count += count;
    this.#timer ??= setTimeout(() => void this.flush(), WINDOW_MS).unref();
  }

  async #append(event: AccessEvent): Promise<boolean> {
    try {
      await this.#log.append(event);
      return true;
    } catch (error) {
      this.#logger.warn({
        msg: 'An access could not be put on record; it is counted, and tried again',
        err: error,
      });
      return false;
    }
  }
}
