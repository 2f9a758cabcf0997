/** Milliseconds after which a statement whose answer was lost is no longer under way, either: see `statement_timeout`. */
const STILL_POSSIBLE_MS = 60_000;
/** Beyond this, what was lost waits for the end of this process. */
const MOST = 10_000;

/**
 * Statements whose answer never came, by a key of the caller's: the database may have carried them out, or still do so.
 * Nobody else can know, because as far as the database is concerned all is well and their owner lives.
 */
export class Unheard {
  private readonly failedAt = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Runs a statement, and remembers its key if it fails. */
  async during<T>(key: string, statement: () => Promise<T>): Promise<T> {
    // Whoever asks again will hear.
    this.failedAt.delete(key);
    try {
      return await statement();
    } catch (error) {
      if (this.failedAt.size < MOST) this.failedAt.set(key, this.now());
      throw error;
    }
  }

  /** Those that may turn out to have been carried out. */
  keys(): string[] {
    return [...this.failedAt.keys()];
  }

  has(key: string): boolean {
    return this.failedAt.has(key);
  }

  /** Everything there was could be seen by a search that began then: what it did not find was never carried out. */
  searched(began: number): void {
    for (const [key, at] of this.failedAt) if (at + STILL_POSSIBLE_MS <= began) this.failedAt.delete(key);
  }

  /** It turned out. */
  heard(key: string): void {
    this.failedAt.delete(key);
  }
}
