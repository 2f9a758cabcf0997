import { Readable } from 'node:stream';

/** Bytes that somebody has not taken yet, from which on they are cut off: they come back, and go on where they were. */
const MOST_UNREAD = 256 * 1024;
/** Milliseconds after which a browser comes back. */
const RETRY_MS = 3_000;

/** One who listens: text of `text/event-stream` on its way to a browser. */
export class LiveListener {
  /** How many matches it was shown. */
  shown = 0;
  /** The index of the log from which on it wants to know. */
  next = 0;
  readonly body = new Readable({ read: () => undefined });
  /** Nobody reads yet, and what it missed is written; then also whether that was too much. */
  private catchingUp = true;
  private leftOut = false;

  constructor(
    /** The application it is confined to; null for all. */
    readonly within: string | null,
  ) {
    this.body.push(`retry: ${RETRY_MS}\n\n`);
  }

  /** That it hears everything from this index on. */
  ready(next: number): void {
    this.next = next;
    this.say(`${idOf(next - 1)}event: ready\ndata: {}\n\n`);
  }

  /** That it was away for too long: what it shows has to be read anew. */
  reset(): void {
    this.say('event: reset\ndata: {}\n\n');
  }

  /** @param data of one line */
  match(index: number, data: string): void {
    this.shown += 1;
    this.next = index + 1;
    this.say(`${idOf(index)}event: match\ndata: ${data}\n\n`);
  }

  /** That we are still there, and how far it has heard everything: events of others move the log on, too. */
  heartbeat(heardTo: number): void {
    this.next = Math.max(this.next, heardTo);
    this.say(`: \n${idOf(this.next - 1)}\n`);
  }

  end(): void {
    if (!this.body.readableEnded && !this.body.destroyed) this.body.push(null);
  }

  /** What it missed is written, as far as it goes: where that was too much, it reads the list anew. */
  caughtUp(next: number): void {
    this.catchingUp = false;
    this.next = Math.max(this.next, next);
    if (!this.leftOut || this.body.destroyed) return;
    this.body.push(`event: reset\ndata: {}\n\n${idOf(this.next - 1)}event: ready\ndata: {}\n\n`);
  }

  private say(text: string): void {
    if (this.body.destroyed || this.body.readableEnded) return;
    if (this.body.readableLength <= MOST_UNREAD) this.body.push(text);
    else if (this.catchingUp) this.leftOut = true;
    else this.body.destroy();
  }
}

/** Without an id nothing was heard yet. */
const idOf = (index: number) => (index < 0 ? '' : `id: ${index}\n`);
