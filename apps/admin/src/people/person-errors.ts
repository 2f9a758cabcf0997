/** There is no such person, or none the caller may know of. */
export class PersonNotFoundError extends Error {
  override readonly name = 'PersonNotFoundError';
}

/** Somebody else has that address. */
export class EmailTakenError extends Error {
  override readonly name = 'EmailTakenError';
}

/** Nobody changes their own roles, disables, removes or invites themselves. */
export class OwnAccountError extends Error {
  override readonly name = 'OwnAccountError';
}

/** Without an administrator, nobody could let anybody in. */
export class LastAdminError extends Error {
  override readonly name = 'LastAdminError';
}

/** Keys belong to one application; people work for all of them. */
export class PeopleOnlyError extends Error {
  override readonly name = 'PeopleOnlyError';
}

/** The link was used, is too old, or never was one. */
export class InvitationError extends Error {
  override readonly name = 'InvitationError';
}

/** E-mail and password do not fit, the code is wrong, or the sign-in it belongs to is over. */
export class SignInError extends Error {
  override readonly name = 'SignInError';

  constructor(readonly reason: 'wrong_credentials' | 'wrong_code' | 'no_challenge') {
    super(reason);
  }
}

/** Too many tries in vain. */
export class TooManyTriesError extends Error {
  override readonly name = 'TooManyTriesError';

  constructor(readonly seconds: number) {
    super('too many tries');
  }
}

export class SessionNotFoundError extends Error {
  override readonly name = 'SessionNotFoundError';
}

/** A page of somebody else's asks. */
export class CrossSiteError extends Error {
  override readonly name = 'CrossSiteError';
}

export class SsoNotConfiguredError extends Error {
  override readonly name = 'SsoNotConfiguredError';
}

/** The OpenID provider does not answer as one. */
export class SsoUnavailableError extends Error {
  override readonly name = 'SsoUnavailableError';
}

/** The OpenID provider does not say enough of who comes for letting them in. */
export class SsoRefusedError extends Error {
  override readonly name = 'SsoRefusedError';
}
