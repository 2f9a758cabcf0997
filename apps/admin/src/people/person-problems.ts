import { Problem } from '../http/problem.js';
import * as errors from './person-errors.js';

const SIGN_IN = {
  wrong_credentials: 'E-mail address and password do not fit together.',
  wrong_code: 'The code is wrong, or was used before. Wait for the next one.',
  no_challenge: 'This sign-in is over. Begin again with e-mail address and password.',
} as const;

/** What errors of people mean over HTTP; undefined where the error is none of them. */
export function problemOfPersonError(error: unknown): Problem | undefined {
  if (error instanceof errors.SignInError) {
    return new Problem({ status: 401, code: error.reason, detail: SIGN_IN[error.reason] });
  }
  if (error instanceof errors.TooManyTriesError) {
    return new Problem({
      status: 429,
      code: 'too_many_tries',
      detail: `Too many tries in vain. Come back in ${error.seconds} s.`,
      headers: { 'retry-after': String(error.seconds) },
    });
  }
  for (const [type, status, code, detail] of PLAIN) {
    if (error instanceof type) return new Problem({ status, code, detail });
  }
  return undefined;
}

const PLAIN = [
  [errors.PersonNotFoundError, 404, 'person_not_found', 'There is no person with this id.'],
  [
    errors.SessionNotFoundError,
    404,
    'session_not_found',
    'There is no session with this id, or you have none.',
  ],
  [errors.EmailTakenError, 409, 'email_taken', 'Somebody has this e-mail address already.'],
  [
    errors.OwnAccountError,
    403,
    'own_account',
    'Nobody changes their own roles, or disables, removes or invites themselves. Ask another administrator.',
  ],
  [
    errors.LastAdminError,
    409,
    'last_admin',
    'This is the last active administrator. Make another one first.',
  ],
  [
    errors.PeopleOnlyError,
    403,
    'people_only',
    'Keys belong to one application, and people work for all: only people and the bootstrap key manage people.',
  ],
  [
    errors.InvitationError,
    404,
    'invitation_not_found',
    'This link was used already, is too old, or is none of ours. Ask for a new one.',
  ],
  [
    errors.CrossSiteError,
    403,
    'cross_site',
    'People sign in on our own pages only. Open /sign-in and try again.',
  ],
  [
    errors.SsoNotConfiguredError,
    404,
    'sso_not_configured',
    'There is no single sign-on here: OIDC_ISSUER is not set.',
  ],
  [
    errors.SsoUnavailableError,
    502,
    'sso_unavailable',
    'The OpenID provider does not answer. Try again in a moment.',
  ],
] as const;
