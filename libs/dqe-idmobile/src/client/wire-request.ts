import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import type { WireParameters } from './wire-encoding.js';

/** The twelve keys of `user_infos`, in the order of protocol.md §4. Each is always sent, `''` where unknown. */
export const USER_INFO_KEYS = [
  'street_address',
  'postal_code',
  'locality',
  'country',
  'birthdate',
  'email',
  'lastname',
  'maiden_name',
  'gender',
  'firstname',
  'phone',
  'number',
] as const;

export type UserInfos = Readonly<Record<(typeof USER_INFO_KEYS)[number], string>>;

/** What a matching request says, in the words of the wire. */
export interface WireMatch {
  readonly number: string;
  /** ISO 3166-1 alpha-2; left out for France. */
  readonly country?: string;
  readonly codeName?: string;
  readonly userInfos: UserInfos;
  readonly redirectUri?: string;
}

/** protocol.md §2 */
export function tokenParameters(options: ResolvedDqeIdmobileOptions): WireParameters {
  return { client_secret: options.clientSecret, grant_type: 'client_idmobile', licence: options.licence };
}

/** protocol.md §3 */
export function matchingParameters(
  options: ResolvedDqeIdmobileOptions,
  match: WireMatch,
  token: string,
): WireParameters {
  return {
    number: match.number,
    token,
    mode: '2',
    name: options.partnerName,
    code_name: match.codeName ?? options.codeName,
    licence: options.licence,
    user_infos: JSON.stringify(match.userInfos),
    scope: 'matching_notp',
    redirect_uri: match.redirectUri,
    country: match.country,
  };
}

/** protocol.md §6; the capital L is DQE's. */
export function retrievalParameters(options: ResolvedDqeIdmobileOptions, token: string): WireParameters {
  return { token, Licence: options.licence, scope: 'client_idmobile' };
}
