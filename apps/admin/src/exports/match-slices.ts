/** Bytes of a part: far more than it costs to ask for it, and little enough to keep some. */
const PART_BYTES = 2 * 1024 ** 2;
/** Times a part may be as long as the one before. */
const STEP = 8;

/** Milliseconds of the times that ids begin with, from `from` on and before `until`. */
export interface Slice {
  readonly from: number;
  readonly until: number;
}

/**
 * Cuts a list into parts of about the same size, newest first, without looking for their ends: by time, as long as the ones
 * before had room for.
 */
export class MatchSlices {
  #until: number;
  #span: number;

  /** @param expectedBytes of all of it */
  constructor(
    private readonly all: Slice,
    expectedBytes: number,
  ) {
    this.#until = all.until;
    this.#span = ((all.until - all.from) * PART_BYTES) / Math.max(expectedBytes, PART_BYTES);
  }

  next(): Slice | null {
    const until = this.#until;
    if (until <= this.all.from) return null;
    this.#until = Math.max(this.all.from, until - Math.max(1, Math.ceil(this.#span)));
    return { from: this.#until, until };
  }

  /** A part had so many bytes. */
  had({ from, until }: Slice, bytes: number): void {
    const span = until - from;
    const fitting = bytes === 0 ? Infinity : (span * PART_BYTES) / bytes;
    this.#span = Math.min(Math.max(fitting, span / STEP), span * STEP);
  }
}
