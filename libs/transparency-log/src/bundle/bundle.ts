/** First field of every bundle in one file. */
export const BUNDLE_FORMAT = 'transparency-log-bundle/v1';

/** That the tree of an older checkpoint is the beginning of this one. */
export interface ConsistencyFrom {
  readonly from: number;
  readonly proof: readonly Uint8Array[];
}

/** What a bundle says of itself, before its events. Only the checkpoint is signed. */
export interface BundleHeader {
  /** `log`: every event of the tree, in order. `selection`: some of them, each with its inclusion proof. */
  readonly kind: 'log' | 'selection';
  /** How many events follow. */
  readonly count: number;
  /** The checkpoint that everything is verified against, a signed note. */
  readonly checkpoint: string;
  /** For selections: proofs from older checkpoints. A whole log needs none. */
  readonly consistency: readonly ConsistencyFrom[];
}

/** An event as it is in the bundle. */
export interface EventPart {
  readonly part: 'event';
  /** The place that the bundle gives it; null where it has none, as in bundles of entries. */
  readonly index: number | null;
  readonly leaf: Uint8Array;
  /** In selections. */
  readonly proof: readonly Uint8Array[] | null;
}

/**
 * Hashes of a tile. Those of level 0 come before their events, the others at the end. Where they are intact they tell
 * which event was altered; without them, only that one was.
 */
export interface TilePart {
  readonly part: 'tile';
  readonly level: number;
  readonly index: number;
  /** Null: it has to be there, and is not, or cannot be read. */
  readonly hashes: Uint8Array | null;
}

/** Something that should have been an event, or several, and cannot be read. */
export interface DamagedPart {
  readonly part: 'damaged';
  /** Line or path. */
  readonly at: string;
  /** Whether it stands in the place of one event, or of how many nobody knows. */
  readonly events: 0 | 1;
}

export type BundlePart = EventPart | TilePart | DamagedPart;

/** A bundle that is read as a stream, in batches of whatever size is at hand. */
export interface BundleSource {
  /** @throws BundleUnreadableError */
  header(): Promise<BundleHeader>;
  /** After the header, once. */
  parts(): AsyncIterable<readonly BundlePart[]>;
  /** Gives back what it holds open, read to the end or not. */
  close(): Promise<void>;
}
