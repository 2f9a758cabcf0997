import type { Published } from '../sequencing/prisma-rounds.js';
import type { Mirror } from './mirror.js';

/** Milliseconds. */
export interface MirrorPace {
  /** Between two writes. */
  readonly everyMs: number;
  /** Longest between two attempts while it fails. */
  readonly longestMs: number;
}

export const PACE: MirrorPace = { everyMs: 10_000, longestMs: 300_000 };

/** Brings the latest checkpoint to one mirror, not more often than its pace; what fails is tried again. */
export class MirrorWriter {
  /** Attempts that failed in a row. */
  failures = 0;
  /** Attempts that failed, ever. */
  failed = 0;
  #latest: Published | null = null;
  #written = -1;
  #notBefore = -Infinity;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #stopped = false;
  readonly #interrupt = new AbortController();

  constructor(
    readonly mirror: Mirror,
    private readonly told: { readonly failed: (error: unknown) => void; readonly worked: () => void },
    private readonly pace: MirrorPace = PACE,
  ) {}

  offer(published: Published): void {
    if (published.size <= (this.#latest?.size ?? -1)) return;
    this.#latest = published;
    this.#schedule();
  }

  /** Brings the last one, too, where that is done in time. */
  async stop(withinMs: number): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const timer = setTimeout(() => this.#interrupt.abort(), withinMs);
    await this.#writing;
    await this.#write();
    clearTimeout(timer);
  }

  #schedule(): void {
    if (this.#stopped || this.#timer !== null || this.#writing !== null || !this.#isBehind) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#writing = this.#write().finally(() => {
          this.#writing = null;
          this.#schedule();
        });
      },
      Math.max(0, this.#notBefore - performance.now()),
    ).unref();
  }

  get #isBehind(): boolean {
    return this.#latest !== null && this.#latest.size > this.#written;
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    const latest = this.#latest;
    if (latest === null || !this.#isBehind || this.#interrupt.signal.aborted) return;
    const { everyMs, longestMs } = this.pace;
    try {
      await this.mirror.write(latest.note, this.#interrupt.signal);
      this.#written = latest.size;
      this.failures = 0;
      this.#notBefore = performance.now() + everyMs;
      this.told.worked();
    } catch (error) {
      this.failures += 1;
      this.failed += 1;
      this.#notBefore = performance.now() + Math.min(everyMs * 2 ** Math.min(this.failures, 20), longestMs);
      this.told.failed(error);
    }
  }
}
