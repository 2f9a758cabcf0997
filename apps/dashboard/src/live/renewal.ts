/** Milliseconds: what comes together is taken together; and between the end of one renewal and the beginning of the next. */
export const [GATHER_MS, PAUSE_MS] = [500, 5_000] as const;

/** Has something done soon after it is asked for, however often that is: one at a time, with a pause between. */
export class Renewal {
  #asked = false;
  #busy = false;
  #endedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param renew its failure is nobody's concern here
   * @param pauseMs between the end of one and the beginning of the next
   */
  constructor(
    private readonly renew: () => Promise<unknown>,
    private readonly pauseMs: number = PAUSE_MS,
  ) {}

  ask(): void {
    this.#asked = true;
    this.#plan();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked = false;
  }

  #plan(): void {
    if (!this.#asked || this.#busy || this.#timer !== undefined) return;
    const wait = Math.max(GATHER_MS, this.#endedAt + this.pauseMs - Date.now());
    this.#timer = setTimeout(() => void this.#run(), wait);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#asked = false;
    this.#busy = true;
    await this.renew().catch(() => undefined);
    this.#busy = false;
    this.#endedAt = Date.now();
    this.#plan();
  }
}
