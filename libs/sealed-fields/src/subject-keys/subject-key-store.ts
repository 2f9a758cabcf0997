import type { WrappedKey } from '../master-keys/key-wrapper.js';

/** What a store knows of one subject. */
export interface StoredSubjectKey {
  readonly subject: string;
  /** Null: the subject was erased. This is its tombstone. */
  readonly wrapped: WrappedKey | null;
}

/** A subject with a key. */
export interface WrappedSubjectKey extends StoredSubjectKey {
  readonly wrapped: WrappedKey;
}

/** One exchange of a wrapped key, to be made only where `from` still stands. */
export interface Rewrapping {
  readonly subject: string;
  readonly from: WrappedKey;
  readonly to: WrappedKey;
}

/**
 * Where wrapped data keys are kept: one row per subject, `(subject, master_key_id, wrapped)`, the last two null in a
 * tombstone. Each method is atomic per subject, and durable when it resolves; what is lost here makes everything of its
 * subject unreadable. Methods take lists so that a page or a batch is one query.
 *
 * A tombstone stays, or an erased subject would get a new key from whoever writes next. It may go only together with
 * the certainty that nobody will use its subject id again.
 */
export interface SubjectKeyStore {
  /** Those there are, tombstones among them, in any order. */
  get(subjects: readonly string[]): Promise<readonly StoredSubjectKey[]>;

  /**
   * Adds each that has neither key nor tombstone.
   * @returns what stands now for each, ours or what was there before: of two processes that make a key for the same
   *   subject, both get the same
   */
  insertIfAbsent(keys: readonly WrappedSubjectKey[]): Promise<readonly StoredSubjectKey[]>;

  /**
   * Compare and swap, each by itself: only where master key id and bytes are still those of `from`.
   * @returns how many were exchanged
   */
  replace(changes: readonly Rewrapping[]): Promise<number>;

  /** Leaves a tombstone, whether or not there was a key. */
  destroy(subject: string): Promise<void>;

  /**
   * Keys that are not wrapped by this master key, without tombstones, in an order that does not change.
   * @param after the last subject of the page before; null for the first page
   */
  listNotWrappedBy(
    masterKeyId: string,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly WrappedSubjectKey[]>;

  /** How many keys each master key wraps; those that wrap none may be left out. */
  countByMasterKey(): Promise<ReadonlyMap<string, number>>;
}
