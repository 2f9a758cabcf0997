import type { Place } from '../envelope/place.js';

/** A sealed value, in memory of its own: `version (1) | key id (16) | IV (12) | ciphertext | tag (16)`. */
export type Envelope = Uint8Array<ArrayBuffer>;

/** The data key of one subject, lent for the time of `toSeal`, `toSealFirst` or `toOpen`. Synchronous. */
export interface SubjectKey {
  readonly subject: string;

  /**
   * Never twice the same envelope for the same value.
   * @param place where it will be kept
   * @throws InputRefusedError for text that is not well-formed Unicode: UTF-8 would silently change it
   * @throws SubjectErasedError, KeyGivenBackError
   */
  seal(value: string, place: Place): Envelope;

  /**
   * @param place the very place given to {@link seal}
   * @throws NotAnEnvelopeError, OtherKeyError, NotAuthenticError, SubjectErasedError, KeyGivenBackError
   */
  open(envelope: Uint8Array, place: Place): string;
}
