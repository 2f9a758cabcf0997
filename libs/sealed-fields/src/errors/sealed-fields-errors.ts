import { SealedFieldsError } from './sealed-fields-error.js';

/** The caller gave something that cannot be sealed, placed or indexed. Nothing was done. */
export class InputRefusedError extends SealedFieldsError {
  override readonly code = 'SEALED_INPUT_REFUSED';
  constructor(
    /** Which input: `value`, `subject`, `place.row`, … */
    readonly input: string,
    /** What would be right. */
    readonly remedy: string,
  ) {
    super(`The ${input} was refused: ${remedy}.`);
  }
}

/** The list of master keys cannot be used. Thrown at boot; `problems` names every mistake, never a key. */
export class MasterKeysInvalidError extends SealedFieldsError {
  override readonly code = 'SEALED_MASTER_KEYS_INVALID';
  constructor(readonly problems: readonly string[]) {
    super(`These master keys cannot be used: ${problems.join('; ')}.`);
  }
}

/** A data key is wrapped by a master key that is not at hand: it was retired too early, or not yet handed out. */
export class MasterKeyMissingError extends SealedFieldsError {
  override readonly code = 'SEALED_MASTER_KEY_MISSING';
  readonly masterKeyId: string;
  constructor(masterKeyId: string) {
    const id = printable(masterKeyId);
    super(`The master key ${id} is needed and is not among the keys at hand.`);
    this.masterKeyId = id;
  }
}

/** A wrapped data key was changed, belongs to another subject, or the master key of this id is another one. */
export class WrappedKeyRefusedError extends SealedFieldsError {
  override readonly code = 'SEALED_WRAPPED_KEY_REFUSED';
  readonly masterKeyId: string;
  constructor(masterKeyId: string) {
    const id = printable(masterKeyId);
    super(
      `A data key cannot be unwrapped by the master key ${id}: it was changed, or belongs to another subject, or this is another key of the same id.`,
    );
    this.masterKeyId = id;
  }
}

/** There is no data key for this subject, and there has been none that was erased. */
export class SubjectUnknownError extends SealedFieldsError {
  override readonly code = 'SEALED_SUBJECT_UNKNOWN';
  constructor() {
    super('There is no data key for this subject.');
  }
}

/** The data key of this subject was destroyed: what it sealed cannot be read by anybody, and nothing more is sealed. */
export class SubjectErasedError extends SealedFieldsError {
  override readonly code = 'SEALED_SUBJECT_ERASED';
  constructor() {
    super('This subject was erased.');
  }
}

/** A key was used after the work it was lent for; its bytes may be gone. */
export class KeyGivenBackError extends SealedFieldsError {
  override readonly code = 'SEALED_KEY_GIVEN_BACK';
  constructor() {
    super('This key was lent for work that has ended: use it inside toSeal or toOpen only.');
  }
}

/** Too short, or of a version this release does not know. */
export class NotAnEnvelopeError extends SealedFieldsError {
  override readonly code = 'SEALED_NOT_AN_ENVELOPE';
  constructor() {
    super('This is not a sealed value this release can read.');
  }
}

/** Sealed by another data key than this subject has: it belongs to another subject, or to one that was erased. */
export class OtherKeyError extends SealedFieldsError {
  override readonly code = 'SEALED_OTHER_KEY';
  constructor() {
    super('This value was sealed by another data key than this subject has.');
  }
}

/** Changed, or moved to another table, column or row. */
export class NotAuthenticError extends SealedFieldsError {
  override readonly code = 'SEALED_NOT_AUTHENTIC';
  constructor() {
    super('This value was changed, or belongs to another place.');
  }
}

/** Ids come back from a database, and end in a log: one line of plain characters, and not a long one. */
function printable(id: string): string {
  return /^[\x21-\x7e]{1,200}$/.test(id) ? id : '(unprintable id)';
}
