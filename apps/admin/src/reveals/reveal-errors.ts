/** There is no such match, or none the caller may know of. */
export class RevealTargetError extends Error {
  override readonly name = 'RevealTargetError';
}

/** The person was erased: there is nothing left to reveal. */
export class RevealErasedError extends Error {
  override readonly name = 'RevealErasedError';
}
