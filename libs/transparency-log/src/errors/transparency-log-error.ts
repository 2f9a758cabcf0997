/** Stable codes of everything this library throws. */
export type TransparencyLogErrorCode =
  | 'TLOG_INPUT_REFUSED'
  | 'TLOG_KEY_REFUSED'
  | 'TLOG_NOTE_MALFORMED'
  | 'TLOG_NOTE_NOT_SIGNED'
  | 'TLOG_SIGNATURE_INVALID'
  | 'TLOG_CHECKPOINT_MALFORMED'
  | 'TLOG_TILE_MISSING'
  | 'TLOG_STORE_DAMAGED'
  | 'TLOG_LEAF_REFUSED'
  | 'TLOG_LEAF_MALFORMED'
  | 'TLOG_BUNDLE_UNREADABLE';

/**
 * Root of every error thrown by this library.
 *
 * Safe to log as it stands: messages are made of our own words, of names of keys and fields, and of numbers. None holds
 * an event, a signing key or a text of OpenSSL.
 */
export abstract class TransparencyLogError extends Error {
  abstract readonly code: TransparencyLogErrorCode;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
