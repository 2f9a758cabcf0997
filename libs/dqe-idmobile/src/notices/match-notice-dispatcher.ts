import { AsyncResource } from 'node:async_hooks';

import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';

import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import { codeOf } from '../errors/dqe-error.js';
import type { UntoldChange } from '../matching/match-store.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import type { MatchNotice, MatchNoticeType } from './match-notice.js';
import { type FoundHandler, NoticeHandlers } from './notice-handlers.js';
import { noticeOf, noticeTypeOf } from './notice-of.js';

/** How many notices are with their handlers at a time. */
const AT_A_TIME = 8;
/** Milliseconds a handler may take. Less than the first backoff: until then, nobody else is given the notice. */
const HANDLER_MS = 25_000;
/** Milliseconds until the next search after one that found nothing: most matches may have no notice to store. */
const PAUSE_MS = 50;
/** Milliseconds that the end of the application waits for handlers. */
const LAST_MS = 5_000;

/**
 * Brings notices from the store to the handlers of this process, each until all of them have it. No match waits for
 * it, and what fails here fails no match.
 */
@Injectable()
export class MatchNoticeDispatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('DqeIdmobile');
  private readonly underWay = new Set<Promise<void>>();
  private readonly limits = new Set<AbortController>();
  private sweep: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private isLooking = false;
  private again = false;
  private open = false;
  /** Outside of the request that happens to wake it: its context is not that of the other matches. */
  private readonly lookOutside = AsyncResource.bind(() => this.look());

  constructor(
    private readonly handlers: NoticeHandlers,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  /** Looks for what was left behind, now and from time to time; the start waits for no handler. */
  onApplicationBootstrap(): void {
    if (this.handlers.types.length === 0) return;
    this.open = true;
    this.wake();
    const { recoverySweepMs } = this.options;
    if (recoverySweepMs === 0) return;
    this.sweep = setInterval(() => this.wake(), recoverySweepMs);
    this.sweep.unref();
  }

  /** Takes nothing new, and waits a moment for the handlers under way; what they do not finish comes again. */
  async onModuleDestroy(): Promise<void> {
    this.open = false;
    if (this.sweep !== null) clearInterval(this.sweep);
    const over = new AbortController();
    const later = this.options.clock.sleep(LAST_MS, over.signal).catch(() => undefined);
    await Promise.race([this.finished(), later]);
    over.abort();
    for (const limit of this.limits) limit.abort();
  }

  /** The notice to store with a change; `null` where nobody here wants it, which saves the write. */
  noticeOf(change: UntoldChange, operator: string | null): MatchNotice | null {
    return this.handlers.of(noticeTypeOf(change)).length === 0 ? null : noticeOf(change, operator);
  }

  /** Whether every handler of this type leaves it to the store which of them it is told; see `NoticeOptions`. */
  isSelective(type: MatchNoticeType): boolean {
    return this.handlers.of(type).every(({ selective }) => selective);
  }

  /** There may be a notice. Returns at once. */
  wake(): void {
    if (!this.open) return;
    this.again = true;
    if (!this.isLooking) this.looking = this.lookOutside();
  }

  private async finished(): Promise<void> {
    await this.looking;
    await Promise.all(this.underWay);
  }

  /** One search at a time, as long as there may be more; after one in vain, those who wake it share the next. */
  private async look(): Promise<void> {
    this.isLooking = true;
    try {
      while (this.again && this.open) {
        const free = AT_A_TIME - this.underWay.size;
        if (free === 0) {
          await Promise.race(this.underWay);
          continue;
        }
        this.again = false;
        const taken = await this.options.store.takeNotices(free, this.handlers.types);
        for (const notice of taken) this.hand(notice);
        if (taken.length >= free) this.again = true;
        if (taken.length === 0) await this.options.clock.sleep(PAUSE_MS);
      }
    } catch (error) {
      this.logger.error(
        `Notices could not be taken from the store: ${codeOf(error)}. The next sweep tries again.`,
      );
    } finally {
      this.isLooking = false;
    }
  }

  private hand(notice: MatchNotice): void {
    const done = this.deliver(notice);
    this.underWay.add(done);
    void done.finally(() => this.underWay.delete(done));
  }

  private async deliver(notice: MatchNotice): Promise<void> {
    const told = await Promise.all(
      this.handlers.of(notice.type).map((handler) => this.tell(handler, notice)),
    );
    if (told.length === 0 || told.includes(false)) return;
    try {
      await this.options.store.dropNotice(notice.id);
    } catch (error) {
      this.logger.error(`Notice ${notice.id} was delivered and comes again: ${codeOf(error)} of the store.`);
    }
  }

  /** @returns whether the handler has it */
  private async tell(handler: FoundHandler, notice: MatchNotice): Promise<boolean> {
    try {
      await this.inTime(handler.handle(notice));
      return true;
    } catch (error) {
      const what =
        error instanceof UnfinishedError ? 'did not finish in time' : `failed with ${codeOf(error)}`;
      this.logger.error(
        `${handler.name} ${what} on ${notice.type} of match ${notice.matchId}. It will be called again.`,
      );
      return false;
    }
  }

  /** A handler that never ends would keep its place for ever. */
  private async inTime(work: Promise<void>): Promise<void> {
    const limit = new AbortController();
    const unfinished = () => {
      throw new UnfinishedError();
    };
    const late = this.options.clock.sleep(HANDLER_MS, limit.signal).then(unfinished, unfinished);
    this.limits.add(limit);
    try {
      await Promise.race([work, late]);
    } finally {
      this.limits.delete(limit);
      limit.abort();
    }
  }
}

class UnfinishedError extends Error {}
