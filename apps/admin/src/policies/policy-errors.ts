/** There is no policy with this id. */
export class PolicyNotFoundError extends Error {
  override readonly name = 'PolicyNotFoundError';
}

/** It is in force already. */
export class PolicyInForceError extends Error {
  override readonly name = 'PolicyInForceError';
}

/** Another policy was put into force meanwhile, or another version was written. */
export class PolicyChangedError extends Error {
  override readonly name = 'PolicyChangedError';
}

/** Whoever is confined to one application changes nothing for all of them. */
export class PolicyConfinedError extends Error {
  override readonly name = 'PolicyConfinedError';
}
