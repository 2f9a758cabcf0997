import { normalise } from './similarity.js';

/** `Bouygues Telecom` becomes `bouygues-telecom`, as part of the address of the operator's page. */
export function operatorSlug(operator: string): string {
  return normalise(operator).toLowerCase().replaceAll(' ', '-');
}
