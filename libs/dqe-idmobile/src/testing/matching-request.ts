import type { SandboxIdentity } from './identity.js';
import type { ReadParameters } from './parameters.js';
import { hasWireForm } from './phone-number.js';
import { credentialFits, type SandboxContext } from './sandbox-context.js';
import { readUserInfos } from './user-infos.js';

/** A call of `/IDMOBILE/` in which everything is as documented. */
export interface MatchingRequest {
  readonly token: string;
  readonly tokenExpiresAt: number;
  readonly number: string;
  readonly country: string;
  readonly identity: SandboxIdentity;
  readonly codeName: string;
  readonly redirectUri: string | undefined;
}

const NAMES = new Set([
  ...['licence', 'number', 'token', 'mode', 'name', 'code_name'],
  ...['user_infos', 'scope', 'redirect_uri', 'country'],
]);
const OPTIONAL = ['code_name', 'redirect_uri', 'country'] as const;

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Everything that is answered with 01: names, mode, partner and the optional parameters. */
function isInvalid({ params, malformed }: ReadParameters, { options }: SandboxContext): boolean {
  const { number, mode, name, redirect_uri: redirectUri, country } = params;
  return (
    malformed ||
    Object.keys(params).some((one) => !NAMES.has(one)) ||
    // An optional parameter without a value is left out, not sent empty.
    OPTIONAL.some((one) => params[one] === '') ||
    number === undefined ||
    mode !== '2' ||
    !credentialFits(name, options.partnerName, options) ||
    (redirectUri !== undefined && !isWebAddress(redirectUri)) ||
    (country !== undefined && !/^[A-Z]{2}$/.test(country))
  );
}

/** Checks a call of `/IDMOBILE/` parameter by parameter; what is wrong is told as an error id of protocol.md §5. */
export function readMatchingRequest(
  read: ReadParameters,
  context: SandboxContext,
): MatchingRequest | { readonly errorId: string } {
  const { params } = read;
  if (!credentialFits(params['licence'], context.options.licence, context.options)) return { errorId: '02' };
  const token = params['token'] ?? '';
  const tokenExpiresAt = context.tokens.expiryOf(token);
  if (tokenExpiresAt === undefined) return { errorId: '30' };
  if (params['scope'] !== 'matching_notp') return { errorId: '04' };
  if (isInvalid(read, context)) return { errorId: '01' };
  const infos = readUserInfos(params['user_infos']);
  if ('errorId' in infos) return infos;
  const { number = '', country = 'FR' } = params;
  if (number === '') return { errorId: '11' };
  if (!hasWireForm(number, country)) return { errorId: '10' };
  const codeName = params['code_name'] ?? '';
  const redirectUri = params['redirect_uri'];
  return { token, tokenExpiresAt, number, country, identity: infos.identity, codeName, redirectUri };
}
