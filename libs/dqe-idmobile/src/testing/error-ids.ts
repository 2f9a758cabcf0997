/** The error ids of protocol.md §5 and, for the token call, §2, with their labels. `[X]` is the operator's name. */
export const SANDBOX_ERROR_TYPES = {
  '01': 'invalid request',
  '02': 'invalid licence key',
  '03': 'invalid client secret',
  '04': 'invalid scope',
  '05': 'missing or empty parameter (user_infos) for this scope',
  '06': 'bad parameter format (user_infos) is not a valid JSON',
  '07': 'missing mandatory key in user informations (phone)',
  '09': 'ineligible phone number',
  '10': 'invalid phone number',
  '11': 'phone number is empty',
  '12': 'phone check failed',
  '13': 'operator [X] not found',
  '14': 'operator [X] not authorized for this licence',
  '15': 'operator [X] not supported yet',
  '16': 'operator [X] unreachable',
  '17': 'scope not supported by this operator [X] yet',
  '18': 'failed to retrieve data from operator',
  '20': 'OTP incorrect / not the same phone number',
  '21': 'access denied',
  '22': 'unauthorized client',
  '30': 'invalid or expired token',
  '31': 'unsupported grant type',
  '98': 'credits exhausted',
  '99': 'internal server error',
} as const satisfies Record<string, string>;

/** An error id DQE documents. */
export type SandboxErrorId = keyof typeof SANDBOX_ERROR_TYPES;

/** The label of an error id, documented or not. */
export function errorType(errorId: string, operator?: string): string {
  const label =
    (SANDBOX_ERROR_TYPES as Readonly<Record<string, string>>)[errorId] ?? `undocumented error ${errorId}`;
  return operator === undefined ? label : label.replace('[X]', `[${operator}]`);
}
