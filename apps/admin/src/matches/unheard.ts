/** Milliseconds after which a statement whose answer was lost is no longer under way, either: see `statement_timeout`. */
const STILL_POSSIBLE_MS = 60_000;
/** Beyond this, what was lost waits for the end of this process. */
const MOST = 10_000;

/**
 * Statements whose answer never came, by a key of the caller's: the database may have carried them out, or still do so.
 * Nobody else can know, because as far as the database is concerned all is well and their owner lives.
 */
export class Unheard {
  private readonly until = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Runs a statement, and remembers its key if it fails. */
  async during<T>(key: string, statement: () => Promise<T>): Promise<T> {
    // Whoever asks again will hear.
    this.until.delete(key);
    try {
      return await statement();
    } catch (error) {
      if (this.until.size < MOST) this.until.set(key, this.now() + STILL_POSSIBLE_MS);
      throw error;
    }
  }

  /** Those that may still turn out to have been carried out. */
  keys(): string[] {
    const now = this.now();
    for (const [key, until] of this.until) if (until < now) this.until.delete(key);
    return [...this.until.keys()];
  }

  has(key: string): boolean {
    return this.keys().includes(key);
  }

  /** It turned out. */
  heard(key: string): void {
    this.until.delete(key);
  }
}
