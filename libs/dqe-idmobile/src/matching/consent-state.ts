import { createHash, randomBytes } from 'node:crypto';

/** The `state` of our callback URL: 256 random bits, and the hash by which it is known. */
export interface ConsentState {
  readonly value: string;
  readonly hash: string;
}

export function createState(): ConsentState {
  const value = randomBytes(32).toString('base64url');
  return { value, hash: hashState(value) };
}

/** SHA-256, hexadecimal. A state has full entropy, so a plain hash gives nothing away. */
export const hashState = (value: string): string => createHash('sha256').update(value).digest('hex');

/** Whether a query value can be one of our states at all. */
export const isState = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value);

/**
 * Our callback URL with the state inside; DQE adds `token` and `status` to its query (protocol.md §3). What else is in
 * that query stays as it was written: it may be signed.
 */
export function redirectUriWith(redirectUri: string, state: string): string {
  const { href, search } = new URL(redirectUri);
  if (search !== '') return `${href}&state=${state}`;
  return `${href}${href.endsWith('?') ? '' : '?'}state=${state}`;
}
