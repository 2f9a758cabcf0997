import { TransparencyLogError } from './transparency-log-error.js';

/** The caller gave something that cannot be used. Nothing was done. */
export class InputRefusedError extends TransparencyLogError {
  override readonly code = 'TLOG_INPUT_REFUSED';
  constructor(
    /** Which input: `index`, `size`, `value.actor`, … */
    readonly input: string,
    /** What would be right. */
    readonly remedy: string,
  ) {
    super(`The ${input} was refused: ${remedy}.`);
  }
}

/** The text of a verifier or signing key cannot be used. The text itself is in no message. */
export class KeyRefusedError extends TransparencyLogError {
  override readonly code = 'TLOG_KEY_REFUSED';
  constructor(readonly problem: string) {
    super(`This key cannot be used: ${problem}.`);
  }
}

/** Not a signed note as C2SP has it. */
export class NoteMalformedError extends TransparencyLogError {
  override readonly code = 'TLOG_NOTE_MALFORMED';
  constructor(readonly problem: string) {
    super(`This is no signed note: ${problem}.`);
  }
}

/** None of the keys that are trusted has signed. */
export class NoteNotSignedError extends TransparencyLogError {
  override readonly code = 'TLOG_NOTE_NOT_SIGNED';
  constructor(
    /** Whose signatures are there, each as `name+key id`. */
    readonly signers: readonly string[],
  ) {
    super('No trusted key has signed this note.');
  }
}

/** A signature in the name of a trusted key does not verify: the text or the signature was changed. */
export class SignatureInvalidError extends TransparencyLogError {
  override readonly code = 'TLOG_SIGNATURE_INVALID';
  constructor(
    /** `name+key id` of the key. */
    readonly key: string,
  ) {
    super(`The signature of ${key} does not verify.`);
  }
}

/** A signed note whose text is not a checkpoint. */
export class CheckpointMalformedError extends TransparencyLogError {
  override readonly code = 'TLOG_CHECKPOINT_MALFORMED';
  constructor(readonly problem: string) {
    super(`This is no checkpoint: ${problem}.`);
  }
}

/** A tile that has to be there, is not. */
export class TileMissingError extends TransparencyLogError {
  override readonly code = 'TLOG_TILE_MISSING';
  constructor(
    /** Its path in the layout of C2SP. */
    readonly tile: string,
  ) {
    super(`The tile ${tile} is missing.`);
  }
}

/** The stored tiles do not give the root they have to. */
export class StoreDamagedError extends TransparencyLogError {
  override readonly code = 'TLOG_STORE_DAMAGED';
  constructor(readonly problem: string) {
    super(`The stored tiles are damaged: ${problem}.`);
  }
}

/** An event that cannot be a leaf. */
export class LeafRefusedError extends TransparencyLogError {
  override readonly code = 'TLOG_LEAF_REFUSED';
  constructor(
    readonly field: string,
    readonly remedy: string,
  ) {
    super(`The event cannot be encoded, because of ${field}: ${remedy}.`);
  }
}

/** Bytes that no event encodes to. */
export class LeafMalformedError extends TransparencyLogError {
  override readonly code = 'TLOG_LEAF_MALFORMED';
  constructor(readonly problem: string) {
    super(`These bytes are no event: ${problem}.`);
  }
}

/** A bundle that cannot be read at all; nothing is said about whether it is genuine. */
export class BundleUnreadableError extends TransparencyLogError {
  override readonly code = 'TLOG_BUNDLE_UNREADABLE';
  constructor(
    readonly problem: string,
    /** Line or path, where there is one. */
    readonly at: string | null = null,
  ) {
    super(`The bundle cannot be read${at === null ? '' : ` at ${at}`}: ${problem}.`);
  }
}
