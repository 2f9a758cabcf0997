import type { ErrorCategory } from './error-category.js';

/** What is known of one `error_id` of DQE. */
export interface DqeErrorMeaning {
  readonly label: string;
  readonly category: ErrorCategory;
}

const meaning = (label: string, category: ErrorCategory): DqeErrorMeaning => ({ label, category });

/** Every documented `error_id` of the matching request, the retrieval and the token call (protocol.md §2, §5, §6). */
export const DQE_ERROR_IDS: Readonly<Record<string, DqeErrorMeaning>> = Object.freeze({
  '01': meaning('invalid request', 'protocol'),
  '02': meaning('invalid licence key', 'configuration'),
  '03': meaning('invalid client secret', 'configuration'),
  '04': meaning('invalid scope', 'configuration'),
  '05': meaning('missing or empty parameter (user_infos) for this scope', 'protocol'),
  '06': meaning('bad parameter format (user_infos) is not a valid JSON', 'protocol'),
  '07': meaning('missing mandatory key in user informations (phone)', 'caller'),
  '09': meaning('ineligible phone number', 'not_eligible'),
  '10': meaning('invalid phone number', 'caller'),
  '11': meaning('phone number is empty', 'caller'),
  '12': meaning('phone check failed', 'temporary'),
  '13': meaning('operator not found', 'not_covered'),
  '14': meaning('operator not authorized for this licence', 'configuration'),
  '15': meaning('operator not supported yet', 'not_covered'),
  '16': meaning('operator unreachable', 'temporary'),
  '17': meaning('scope not supported by this operator yet', 'not_covered'),
  '18': meaning('failed to retrieve data from operator', 'temporary'),
  '20': meaning('OTP incorrect / not the same phone number', 'declined'),
  '21': meaning('access denied', 'declined'),
  '22': meaning('unauthorized client', 'configuration'),
  '30': meaning('invalid or expired token', 'temporary'),
  '31': meaning('unsupported grant type', 'configuration'),
  '98': meaning('credits exhausted', 'configuration'),
  '99': meaning('internal server error', 'temporary'),
});

/** What is known of an `error_id`; undefined for an undocumented one. */
export const meaningOf = (errorId: string): DqeErrorMeaning | undefined =>
  Object.hasOwn(DQE_ERROR_IDS, errorId) ? DQE_ERROR_IDS[errorId] : undefined;

/** The category of an `error_id`; an undocumented id is a matter of the protocol. */
export const categoryOf = (errorId: string): ErrorCategory => meaningOf(errorId)?.category ?? 'protocol';
