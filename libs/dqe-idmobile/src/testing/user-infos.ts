import { isCalendarDate } from './date-similarity.js';
import { IDENTITY_KEYS, type SandboxIdentity } from './identity.js';

/** The identity claimed, or the error id of protocol.md §5. */
export type ReadUserInfos = { readonly identity: SandboxIdentity } | { readonly errorId: '05' | '06' | '07' };

const KEYS = new Set<string>(IDENTITY_KEYS);
// `country` is a full name, not a code (protocol.md §4).
const COUNTRY_CODE = /^[A-Z]{2,3}$/;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasDocumentedFormats(identity: SandboxIdentity): boolean {
  const { birthdate, gender, country } = identity;
  return (
    (birthdate === '' || isCalendarDate(birthdate)) &&
    (gender === '' || gender === 'M' || gender === 'F') &&
    !COUNTRY_CODE.test(country)
  );
}

/** Reads `user_infos`: all twelve keys and no other, strings throughout, in the documented formats. */
export function readUserInfos(text: string | undefined): ReadUserInfos {
  if (text === undefined || text === '') return { errorId: '05' };
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { errorId: '06' };
  const keys = Object.keys(value);
  if (!keys.includes('phone')) return { errorId: '07' };
  if (IDENTITY_KEYS.some((key) => !keys.includes(key))) return { errorId: '05' };
  if (keys.some((key) => !KEYS.has(key))) return { errorId: '06' };
  if (Object.values(value).some((one) => typeof one !== 'string')) return { errorId: '06' };
  const identity = value as SandboxIdentity;
  return hasDocumentedFormats(identity) ? { identity } : { errorId: '06' };
}
