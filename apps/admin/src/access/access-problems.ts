import { Problem } from '../http/problem.js';
import type { Permission } from './permissions.js';
import type { RefusalReason } from './principal-source.js';

const REFUSALS: Readonly<Record<RefusalReason, { status?: number; code: string; detail: string }>> = {
  no_credentials: {
    code: 'unauthorized',
    detail: 'An API key is needed: send Authorization: Bearer <key>. People sign in at /sign-in.',
  },
  unknown_key: {
    code: 'unauthorized',
    detail:
      'This API key is not known here: send Authorization: Bearer <key> with the key shown when it was made, or the one in BOOTSTRAP_API_KEY.',
  },
  key_expired: {
    code: 'key_expired',
    detail:
      'This API key has expired, or another has followed it. Use the one that followed, or ask for a new one.',
  },
  key_revoked: {
    code: 'key_revoked',
    detail: 'This API key was revoked. Ask for a new one.',
  },
  unknown_session: {
    code: 'session_ended',
    detail: 'This session has ended. Sign in again at /sign-in.',
  },
  session_expired: {
    code: 'session_expired',
    detail:
      'This session has lasted too long, or nothing was done in it for too long. Sign in again at /sign-in.',
  },
  person_disabled: {
    code: 'session_ended',
    detail: 'This session has ended. Sign in again at /sign-in.',
  },
  cross_site: {
    status: 403,
    code: 'cross_site',
    detail:
      'A cookie counts only for what our own pages ask. Send the request from there, or with an API key.',
  },
};

/** Nobody was let in. */
export const notKnown = (reason: RefusalReason): Problem =>
  new Problem({
    status: 401,
    ...REFUSALS[reason],
    headers: { 'www-authenticate': reason === 'no_credentials' ? 'Bearer' : 'Bearer error="invalid_token"' },
  });

/** Somebody who is known may not do this. */
export const notAllowed = (permission: Permission): Problem =>
  new Problem({
    status: 403,
    code: 'forbidden',
    detail: `This takes the permission ${permission}, which this key or person does not have.`,
    headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${permission}"` },
  });

/** What cannot be put on record does not happen. */
export const notOnRecord = (cause: unknown): Problem =>
  new Problem({
    status: 503,
    code: 'access_not_recorded',
    detail: 'Every access is put on record, and this one could not be. Try again in a moment.',
    headers: { 'retry-after': '5' },
    cause,
  });
