/** There is no such rule, or none the caller may know of. */
export class RuleNotFoundError extends Error {
  override readonly name = 'RuleNotFoundError';
}

/** It has ended. */
export class RuleEndedError extends Error {
  override readonly name = 'RuleEndedError';
}

/** Somebody changed the rule of the same scope at the same time. */
export class RuleChangedError extends Error {
  override readonly name = 'RuleChangedError';
}

/** A key manages what is its own application's. */
export class RuleApplicationError extends Error {
  override readonly name = 'RuleApplicationError';

  constructor(readonly application: string) {
    super('another application than the caller’s');
  }
}

/** A purge goes over all applications; the caller is confined to one. */
export class PurgeConfinedError extends Error {
  override readonly name = 'PurgeConfinedError';
}

/** There is no such run, or none the caller may know of. */
export class RunNotFoundError extends Error {
  override readonly name = 'RunNotFoundError';
}
