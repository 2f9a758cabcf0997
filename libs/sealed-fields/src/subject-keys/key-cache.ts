import type { DataKey } from './data-key.js';

interface Entry {
  readonly key: DataKey;
  readonly until: number;
}

/**
 * The data keys used last, each at most for `ttlMs` after it was unwrapped, however often it is used: within that time
 * this process learns of erasures elsewhere, and of a master key that was taken away.
 *
 * The cache is one of the users of its keys (see `DataKey`).
 */
export class KeyCache {
  /** Least recently used first: a Map keeps the order of insertion. */
  readonly #entries = new Map<string, Entry>();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly maxKeys: number,
    private readonly ttlMs: number,
    private readonly now: () => number,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  get(subject: string): DataKey | undefined {
    const entry = this.#entries.get(subject);
    if (entry === undefined) return undefined;
    if (entry.until <= this.now()) {
      this.drop(subject);
      return undefined;
    }
    this.#entries.delete(subject);
    this.#entries.set(subject, entry);
    return entry.key;
  }

  put(key: DataKey): void {
    if (this.maxKeys === 0 || this.ttlMs === 0) return;
    this.drop(key.subject);
    this.#entries.set(key.subject, { key: key.lend(), until: this.now() + this.ttlMs });
    if (this.#entries.size > this.maxKeys) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.drop(oldest);
    }
    this.#arm();
  }

  drop(subject: string): void {
    const entry = this.#entries.get(subject);
    if (entry === undefined) return;
    this.#entries.delete(subject);
    entry.key.giveBack();
  }

  clear(): void {
    for (const subject of [...this.#entries.keys()]) this.drop(subject);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** A key that nobody asks for again leaves memory all the same, at most another `ttlMs` later. */
  #arm(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const now = this.now();
      for (const [subject, { until }] of [...this.#entries]) if (until <= now) this.drop(subject);
      if (this.#entries.size > 0) this.#arm();
    }, this.ttlMs).unref();
  }
}
