/** There is no such case, or none the caller may know of. */
export class ReviewNotFoundError extends Error {
  override readonly name = 'ReviewNotFoundError';
}

/** There is no such match, or none the caller may know of. */
export class ReviewedMatchNotFoundError extends Error {
  override readonly name = 'ReviewedMatchNotFoundError';
}

/** The match has not ended with a verdict: there is nothing to contest or to override. */
export class NoVerdictError extends Error {
  override readonly name = 'NoVerdictError';
}

/** Somebody contests it already, and nobody has decided. */
export class AlreadyContestedError extends Error {
  override readonly name = 'AlreadyContestedError';

  constructor(readonly reviewId: string) {
    super('an open case there is already');
  }
}

/** It stands already as it is to be overridden. */
export class VerdictUnchangedError extends Error {
  override readonly name = 'VerdictUnchangedError';
}

/** The case is closed. */
export class ReviewClosedError extends Error {
  override readonly name = 'ReviewClosedError';
}

/** How the case is to be closed contradicts what was done in it. */
export class ResolutionError extends Error {
  override readonly name = 'ResolutionError';

  constructor(readonly overridden: boolean) {
    super(overridden ? 'the verdict was overridden' : 'the verdict was not overridden');
  }
}

/** Somebody else decided at the same time. */
export class ReviewChangedError extends Error {
  override readonly name = 'ReviewChangedError';
}

/** A machine does not decide. */
export class MachineDecisionError extends Error {
  override readonly name = 'MachineDecisionError';
}
