import { type DqeCall, DqeMalformedAnswerError } from '../errors/dqe-errors.js';
import type { Scores, Similarity } from '../policy/scores.js';
import { isObject, type WireObject } from './wire-json.js';

const TOP_LEVEL = ['family_name', 'given_name', 'gender', 'birthdate', 'email', 'address'];

/** Whether an object is meant as scores: it has at least one of their keys. */
export const holdsScores = (body: WireObject) => TOP_LEVEL.some((key) => Object.hasOwn(body, key));

/** Reads the similarities of protocol.md §5. @param prefix path of `body` within the answer, for error messages */
export function readScores(call: DqeCall, body: WireObject, prefix: string): Scores {
  const at = (object: WireObject, path: string, key: string) =>
    readSimilarity(call, path + key, Object.hasOwn(object, key) ? object[key] : undefined);
  const address = readAddress(call, body, prefix);
  return {
    familyName: at(body, prefix, 'family_name'),
    givenName: at(body, prefix, 'given_name'),
    gender: at(body, prefix, 'gender'),
    birthDate: at(body, prefix, 'birthdate'),
    email: at(body, prefix, 'email'),
    address: {
      country: at(address, `${prefix}address.`, 'country'),
      postalCode: at(address, `${prefix}address.`, 'postal_code'),
      streetAddress: at(address, `${prefix}address.`, 'street_address'),
      locality: at(address, `${prefix}address.`, 'locality'),
    },
  };
}

const NO_ADDRESS: WireObject = {};

function readAddress(call: DqeCall, body: WireObject, prefix: string): WireObject {
  const { address } = body;
  if (address === undefined || address === null || address === '') return NO_ADDRESS;
  if (isObject(address)) return address;
  throw new DqeMalformedAnswerError(call, `${prefix}address`, 'not an object');
}

/**
 * A number, a numeric string, or nothing. `""` means "not available" and is never 0; a value outside 0..1 is a
 * malformed answer and is not clamped (protocol.md §5).
 */
function readSimilarity(call: DqeCall, path: string, value: unknown): Similarity {
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') throw new DqeMalformedAnswerError(call, path, 'not a number');
  if (!(number >= 0 && number <= 1)) throw new DqeMalformedAnswerError(call, path, 'outside 0..1');
  return number;
}
