export { MasterKeyring } from './master-keys/master-keyring.js';
export type { MasterKey } from './master-keys/master-key.js';
export type { KeyWrapper, WrappedKey } from './master-keys/key-wrapper.js';
export { LocalKeyWrapper } from './master-keys/local-key-wrapper.js';

export { SubjectKeys } from './subject-keys/subject-keys.js';
export type { Opened, SubjectKeysOptions, ToOpen, ToSeal } from './subject-keys/subject-keys.js';
export type { LentSubjectKeys } from './subject-keys/lent-keys.js';
export { ENVELOPE_OVERHEAD } from './subject-keys/data-key.js';
export type { Envelope, SubjectKey } from './subject-keys/subject-key.js';
export type { Place } from './envelope/place.js';
export { InMemorySubjectKeyStore } from './subject-keys/in-memory-subject-key-store.js';
export type {
  Rewrapping,
  StoredSubjectKey,
  SubjectKeyStore,
  WrappedSubjectKey,
} from './subject-keys/subject-key-store.js';

export { rotate } from './rotation/rotate.js';
export type { RotateOptions, RotationProgress, RotationReport } from './rotation/rotate.js';

export { BlindIndex } from './blind-index/blind-index.js';
export type { BlindIndexOptions } from './blind-index/blind-index.js';
export { normaliseEmail } from './blind-index/normalise-email.js';
export { normaliseNumber } from './blind-index/normalise-number.js';

export { SealedFieldsError } from './errors/sealed-fields-error.js';
export type { SealedFieldsErrorCode } from './errors/sealed-fields-error.js';
export {
  InputRefusedError,
  KeyGivenBackError,
  MasterKeyMissingError,
  MasterKeysInvalidError,
  NotAnEnvelopeError,
  NotAuthenticError,
  OtherKeyError,
  SubjectErasedError,
  SubjectUnknownError,
  WrappedKeyRefusedError,
} from './errors/sealed-fields-errors.js';
