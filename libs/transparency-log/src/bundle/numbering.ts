import type { Finding } from './report.js';

/** How many remarks are kept. */
const LIMIT = 100;

/** Whether the numbers that a bundle gives its events count up. They are not signed, and only tell where to look. */
export class Numbering {
  readonly findings: Finding[] = [];
  #next = 0;

  /** @param index null: the bundle does not number its events */
  see(index: number | null, position: number): void {
    if (index === this.#next || index === null) {
      this.#next += 1;
      return;
    }
    const gap = index > this.#next;
    if (this.findings.length < LIMIT) {
      this.findings.push(
        gap
          ? { kind: 'gap', index: this.#next, count: index - this.#next }
          : { kind: 'out-of-place', index, position },
      );
    }
    if (gap) this.#next = index + 1;
  }
}
