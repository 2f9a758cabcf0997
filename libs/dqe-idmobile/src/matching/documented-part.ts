import type { FieldProblem } from '../errors/dqe-errors.js';
import { isDocumented, NESTED, type Shape } from './compiled-rules.js';
import { MatchRequest } from './match-request.js';

/** Where a value is documented and an object came, this stands for it: no rule accepts it. */
const NO_VALUE = Object.freeze({});

/**
 * The documented properties of a request, and a problem for every other. What the mapper and the validators see is
 * thereby finite, however deep, wide or hostile the input; `constructor` and the like are properties like any other.
 */
export function documentedPart(
  input: object,
  problems: FieldProblem[],
  shape: Shape = MatchRequest,
  parent = '',
): object {
  const part: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (!isDocumented(shape, name)) problems.push(unknownProperty(parent + printable(name)));
    else part[name] = documentedValue(name, value, problems, parent);
  }
  return part;
}

function documentedValue(name: string, value: unknown, problems: FieldProblem[], parent: string): unknown {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
  const nested = parent === '' ? NESTED.get(name) : undefined;
  if (nested === undefined) return NO_VALUE;
  return Array.isArray(value) ? [] : documentedPart(value, problems, nested, `${name}.`);
}

/** The name of an unknown property is the caller's, and may hold anything. */
const printable = (name: string) => (/^[\w-]{1,64}$/.test(name) ? name : '(other)');

const unknownProperty = (field: string): FieldProblem => ({
  field,
  problem: 'is not a known property',
  remedy: 'remove it or correct its name',
});
