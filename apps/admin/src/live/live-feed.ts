import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { OutageLog } from '../jobs/outage-log.js';
import { viewOf } from '../matches/match.view.js';
import { PrismaMatchReader } from '../matches/prisma-match-reader.js';
import type { LiveListener } from './live-listener.js';
import { type MatchChanges, PrismaMatchChanges } from './prisma-match-changes.js';

const POLL_MS = 1_000;
/** Entries of the log: who has missed more reads the list anew. */
const MOST_MISSED = 5_000;

/**
 * Tells all who listen to this instance what becomes of matches. The database is asked once for all of them, and only
 * while somebody listens.
 */
@Injectable()
export class LiveFeed implements OnModuleDestroy {
  private readonly outages = new OutageLog(new Logger(LiveFeed.name), 'Following the log');
  private readonly listeners = new Set<LiveListener>();
  private next = 0;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();
  private busy = false;
  private stopped = false;

  constructor(
    private readonly changes: PrismaMatchChanges,
    private readonly reader: PrismaMatchReader,
  ) {}

  /** Before the server waits for what is under way: these answers have no end of their own. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
    this.rest();
    await this.looking;
  }

  get stopping(): boolean {
    return this.stopped;
  }

  /**
   * @param since the last index it heard of; null: it begins now
   */
  async add(listener: LiveListener, since: number | null): Promise<void> {
    const position = await this.changes.position();
    if (this.timer === null) this.next = position;
    const lost = since !== null && (since >= position || position - since > MOST_MISSED);
    let from = since === null || lost ? this.next : since + 1;
    if (lost) listener.reset();
    listener.ready(from);
    // What it missed; what comes meanwhile is told to the others, and found here once more. Whoever joins while the others
    // are being told would hear of that neither here nor there.
    while (from < this.next || this.busy) {
      if (this.busy) {
        await this.looking;
        continue;
      }
      const missed = await this.changes.from(from);
      await this.tell([listener], missed);
      from = Math.max(missed.next, from + 1);
    }
    listener.caughtUp(from);
    if (listener.body.destroyed) return;
    if (this.stopped) {
      listener.end();
      return;
    }
    this.listeners.add(listener);
    this.timer ??= setInterval(() => this.wake(), POLL_MS).unref();
  }

  remove(listener: LiveListener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.rest();
  }

  /** How far everybody has been told. */
  get heardTo(): number {
    return this.next;
  }

  private rest(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** One look at a time: a slow database is not asked again before it has answered. */
  private wake(): void {
    if (this.busy) return;
    this.busy = true;
    this.looking = this.look().finally(() => {
      this.busy = false;
    });
  }

  private async look(): Promise<void> {
    try {
      for (let more = true; more && this.listeners.size > 0;) {
        const found = await this.changes.from(this.next);
        if (found.more && (await this.jumped())) return;
        await this.tell([...this.listeners], found);
        this.next = found.next;
        more = found.more;
      }
      this.outages.over();
    } catch (error) {
      this.outages.begun(error);
    }
  }

  /** Where far more happened than anybody reads, such as when sample data is loaded, they are told to read anew. */
  private async jumped(): Promise<boolean> {
    const position = await this.changes.position();
    if (position - this.next <= MOST_MISSED) return false;
    this.next = position;
    for (const listener of this.listeners) {
      listener.reset();
      listener.ready(position);
    }
    return true;
  }

  /** Each match is read, and written out, once for all. */
  private async tell(listeners: readonly LiveListener[], { items }: MatchChanges): Promise<void> {
    const wanted = items.filter(({ index, application }) =>
      listeners.some((listener) => hears(listener, index, application)),
    );
    if (wanted.length === 0) return;
    const records = await this.reader.these(wanted.map(({ matchId }) => matchId));
    const texts = new Map(records.map((record) => [record.id, JSON.stringify(viewOf(record))]));
    for (const { index, matchId, application } of wanted) {
      const text = texts.get(matchId);
      if (text === undefined) continue;
      for (const listener of listeners) if (hears(listener, index, application)) listener.match(index, text);
    }
  }
}

const hears = ({ within, next }: LiveListener, index: number, application: string): boolean =>
  index >= next && (within === null || within === application);
