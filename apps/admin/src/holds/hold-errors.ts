/** There is no such hold, or none the caller may know of. */
export class HoldNotFoundError extends Error {
  override readonly name = 'HoldNotFoundError';
}

/** There is no such match, or none the caller may know of. */
export class HeldMatchNotFoundError extends Error {
  override readonly name = 'HeldMatchNotFoundError';
}

/** It was released before. */
export class HoldReleasedError extends Error {
  override readonly name = 'HoldReleasedError';
}

/** It would have ended before it began. */
export class HoldUntilError extends Error {
  override readonly name = 'HoldUntilError';
}
