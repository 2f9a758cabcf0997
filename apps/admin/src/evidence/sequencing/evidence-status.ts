import { Injectable } from '@nestjs/common';

/** What this process knows of the log, without asking. */
@Injectable()
export class EvidenceStatus {
  /** Rounds by how they ended. */
  readonly rounds = { integrated: 0, elsewhere: 0, failed: 0 };
  /** Of the last checkpoint this process made; null: none yet. */
  size: number | null = null;
  /** Why the last round failed, a code; null where it did not. */
  failure: string | null = null;
  /** The log does not hold, so nothing is added to it: `failure` says what does not. */
  refused = false;
  #waitedSince: number | null = null;

  /** @param seconds the first event of the queue has waited; null: there is none */
  seen(seconds: number | null): void {
    this.#waitedSince = seconds === null ? null : performance.now() - seconds * 1_000;
  }

  /** Seconds the oldest pending event has waited; 0 where nothing is pending. */
  get behindSeconds(): number {
    return this.#waitedSince === null ? 0 : (performance.now() - this.#waitedSince) / 1_000;
  }
}
