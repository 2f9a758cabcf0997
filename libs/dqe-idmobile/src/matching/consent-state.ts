import { createHash, randomBytes } from 'node:crypto';

import { withQuery } from './with-query.js';

/** The `state` of our callback URL: 256 random bits, and the hash by which it is known. */
export interface ConsentState {
  readonly value: string;
  readonly hash: string;
}

export function createState(): ConsentState {
  const value = randomBytes(32).toString('base64url');
  return { value, hash: hashState(value) };
}

const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex');

/** SHA-256, hexadecimal. A state has full entropy, so a plain hash gives nothing away. */
export const hashState = sha256;

/** SHA-256, hexadecimal, of a session token: tells, long after the token is gone, whether a callback brought it. */
export const hashToken = sha256;

/** Whether a query value can be one of our states at all. */
export const isState = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value);

/** Our callback URL with the state inside; DQE adds `token` and `status` to its query (protocol.md §3). */
export const redirectUriWith = (redirectUri: string, state: string): string =>
  withQuery(new URL(redirectUri).href, { state });
