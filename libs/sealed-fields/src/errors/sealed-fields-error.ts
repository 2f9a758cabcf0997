/** Stable codes of everything this library throws. */
export type SealedFieldsErrorCode =
  | 'SEALED_INPUT_REFUSED'
  | 'SEALED_MASTER_KEYS_INVALID'
  | 'SEALED_MASTER_KEY_MISSING'
  | 'SEALED_WRAPPED_KEY_REFUSED'
  | 'SEALED_SUBJECT_UNKNOWN'
  | 'SEALED_SUBJECT_ERASED'
  | 'SEALED_KEY_GIVEN_BACK'
  | 'SEALED_NOT_AN_ENVELOPE'
  | 'SEALED_OTHER_KEY'
  | 'SEALED_NOT_AUTHENTIC';

/**
 * Root of every error thrown by this library.
 *
 * Safe to log as it stands: messages are made of our own words and of ids of master keys. None holds a plaintext, a
 * key, a subject (it may be a name) or a text of OpenSSL, and none has a `cause`: OpenSSL has nothing to add, and
 * whoever logs an error logs its causes.
 */
export abstract class SealedFieldsError extends Error {
  abstract readonly code: SealedFieldsErrorCode;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
