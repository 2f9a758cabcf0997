/** There is no back-test with this id, or none the caller may know of. */
export class BacktestNotFoundError extends Error {
  override readonly name = 'BacktestNotFoundError';
}

/** As many are under way as may be, in all or of the application. */
export class BacktestsBusyError extends Error {
  override readonly name = 'BacktestsBusyError';
}

/** It has ended: there is nothing to cancel. */
export class BacktestOverError extends Error {
  override readonly name = 'BacktestOverError';
}

/** A key asks for matches of its own application, and of no other. */
export class BacktestApplicationError extends Error {
  override readonly name = 'BacktestApplicationError';
}
