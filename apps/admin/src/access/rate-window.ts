export interface Hit {
  /** Hits of this key in the window at hand, this one included. */
  readonly hits: number;
  /** Whole seconds until the window ends, at least 1. */
  readonly secondsLeft: number;
}

/**
 * Counts hits per key in windows of fixed length: one map access per hit, and everybody is forgotten at the end
 * of a window, so that memory stays bounded. The price: around the end of a window up to twice the limit passes.
 */
export class RateWindow {
  readonly #lengthMs: number;
  readonly #now: () => number;
  #hits = new Map<string, number>();
  #end = 0;

  constructor(lengthMs: number, now: () => number = Date.now) {
    this.#lengthMs = lengthMs;
    this.#now = now;
  }

  hit(key: string): Hit {
    const now = this.#now();
    if (now >= this.#end) {
      this.#hits = new Map();
      this.#end = now + this.#lengthMs;
    }
    const hits = (this.#hits.get(key) ?? 0) + 1;
    this.#hits.set(key, hits);
    return { hits, secondsLeft: Math.ceil((this.#end - now) / 1000) };
  }
}
