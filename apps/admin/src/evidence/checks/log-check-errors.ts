/** The log is of all applications; the caller is confined to one. */
export class LogConfinedError extends Error {
  override readonly name = 'LogConfinedError';
}

/** There is no such check, or none the caller may know of. */
export class CheckNotFoundError extends Error {
  override readonly name = 'CheckNotFoundError';
}
