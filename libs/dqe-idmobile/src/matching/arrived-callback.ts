import { hashState, hashToken, isState } from './consent-state.js';

/** What a callback brings, as far as it may be kept: what is secret in it is hashed. */
export interface ArrivedCallback {
  /** SHA-256 of the state, hexadecimal: by this a `MatchStore` knows the session. */
  readonly stateHash: string;
  /** SHA-256 of the token, hexadecimal; undefined where none was brought, or more than one. */
  readonly tokenHash: string | undefined;
  /** What the browser says happened; kept as a hint, and believed by nobody. */
  readonly statusHint: 'success' | 'error' | null;
}

/**
 * Reads the query of a callback.
 * @returns null where it holds nothing that could be a state of ours
 *
 * @publicApi
 */
export function readCallback(query: Readonly<Record<string, unknown>>): ArrivedCallback | null {
  const { state, token, status } = query;
  if (!isState(state)) return null;
  return {
    stateHash: hashState(state),
    tokenHash: typeof token === 'string' ? hashToken(token) : undefined,
    statusHint: status === 'success' || status === 'error' ? status : null,
  };
}
