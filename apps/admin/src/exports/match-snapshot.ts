/** Some matches, each a line or several. */
export interface MatchLines {
  readonly text: string | Uint8Array;
  /** How many matches it has. */
  readonly count: number;
}

/** Matches as they were at one time, to be read once. */
export interface MatchSnapshot {
  /** How many there are. */
  readonly count: number;
  readonly parts: AsyncGenerator<MatchLines, void, undefined>;
  /** Lets go of what holds it, read to the end or not. */
  readonly close: () => void;
}

/** So many are being read already. */
export class TooManyExportsError extends Error {
  override readonly name = 'TooManyExportsError';
}

/** What was declared is not what there was. */
export class ExportIncompleteError extends Error {
  override readonly name = 'ExportIncompleteError';
}
