import { validate as isUuid } from 'uuid';
import { Problem } from './problem.js';

/**
 * An id in an address.
 * @param what with its article: `a hold`
 * @throws Problem it is none
 */
export function checkedId(id: string, what: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw Problem.ofField('id', `is not the id of ${what}`, 'Send an id as this service gave it: a UUID.');
}
