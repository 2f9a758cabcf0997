/** Chance that can be had again: the same seed, the same choices. */
export class Chance {
  constructor(private state: number) {}

  /** From 0 up to but not including 1 (mulberry32). */
  readonly next = (): number => {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  shuffled<T>(all: readonly T[]): T[] {
    const keyed = all.map((value) => [this.next(), value] as const);
    return keyed.sort(([a], [b]) => a - b).map(([, value]) => value);
  }
}
