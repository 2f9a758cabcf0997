import { getMetadataStorage, type ValidationArguments } from 'class-validator';

import { absentWhenEmpty, ClaimedIdentity, ConsentOffer, MatchRequest } from './match-request.js';

export type Shape = typeof MatchRequest | typeof ClaimedIdentity | typeof ConsentOffer;

/** The properties of a request that are objects themselves. */
export const NESTED: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['identity', ClaimedIdentity],
  ['consent', ConsentOffer],
]);

type Values = Record<string, unknown>;
type Rule = (value: unknown, object: Values) => boolean;

type Condition = (object: Values, value: unknown) => boolean;

interface PropertyRules {
  readonly name: string;
  readonly nested: Shape | undefined;
  readonly absentWhenEmpty: boolean;
  /** All have to hold for the rules to apply: what `@IsOptional` says. */
  readonly conditions: readonly Rule[];
  readonly rules: readonly Rule[];
}

/** The kinds of decorators that are understood here. */
const KINDS = new Set(['conditionalValidation', 'customValidation', 'isDefined', 'nestedValidation']);

/**
 * What the decorators of a class ask of its properties, looked up once. class-validator looks it up anew, groups and
 * filters it for every property of every request.
 */
const RULES: ReadonlyMap<Shape, ReadonlyMap<string, PropertyRules>> = new Map(
  [MatchRequest, ClaimedIdentity, ConsentOffer].map((shape) => [shape, rulesOf(shape)]),
);

/** The names of the properties that are documented. */
export const isDocumented = (shape: Shape, name: string): boolean => RULES.get(shape)?.has(name) === true;

/**
 * A request that is right in every respect, as an instance; `null` where anything is wrong with it, or might be. What
 * that is, is class-validator's to say.
 */
export function acceptedRequest(input: object): MatchRequest | null {
  return accepted(MatchRequest, input) as MatchRequest | null;
}

function accepted(shape: Shape, input: object): object | null {
  const properties = RULES.get(shape);
  if (properties === undefined) return null;
  const instance = new shape() as unknown as Values;
  for (const [name, value] of Object.entries(input)) {
    const property = properties.get(name);
    const read = property === undefined ? REFUSED : readValue(property, value);
    if (read === REFUSED) return null;
    instance[name] = read;
  }
  for (const property of properties.values()) if (!holds(property, instance)) return null;
  return instance;
}

const REFUSED = Symbol('refused');

function readValue({ nested, absentWhenEmpty }: PropertyRules, value: unknown): unknown {
  // Nobody sends one; what class-transformer makes of it is its own affair.
  if (typeof value === 'function') return REFUSED;
  if (typeof value === 'object' && value !== null) {
    return nested === undefined || Array.isArray(value) ? REFUSED : (accepted(nested, value) ?? REFUSED);
  }
  return absentWhenEmpty && (value === '' || value === null) ? undefined : value;
}

function holds({ name, conditions, rules }: PropertyRules, instance: Values): boolean {
  const value = instance[name];
  return (
    !conditions.every((condition) => condition(value, instance)) ||
    rules.every((rule) => rule(value, instance))
  );
}

function rulesOf(shape: Shape): ReadonlyMap<string, PropertyRules> {
  const storage = getMetadataStorage();
  const asked = storage.getTargetValidationMetadatas(shape, '', false, false);
  const names = [...new Set(asked.map(({ propertyName }) => propertyName))];
  return new Map(
    names.map((name) => {
      const ofName = asked.filter(({ propertyName }) => propertyName === name);
      const conditions = ofName
        .filter(({ type }) => type === 'conditionalValidation')
        .map(
          ({ constraints }): Rule =>
            (value, object) =>
              (constraints[0] as Condition)(object, value),
        );
      const rules = ofName
        .filter(({ type }) => type === 'customValidation' || type === 'isDefined')
        .flatMap((asks) =>
          storage.getTargetValidatorConstraints(asks.constraintCls).map(({ instance }): Rule => {
            const args = {
              property: name,
              targetName: shape.name,
              constraints: asks.constraints as unknown[],
            };
            return (value, object) =>
              instance.validate(value, { ...args, object, value } satisfies ValidationArguments) === true;
          }),
        );
      const nested = shape === MatchRequest ? NESTED.get(name) : undefined;
      const all = ofName.every(isUnderstood) ? rules : [() => false];
      return [name, { name, nested, absentWhenEmpty: absentWhenEmpty(shape, name), conditions, rules: all }];
    }),
  );
}

type Asked = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** Of other kinds of decorators nothing is accepted here: what they ask, class-validator sees to. */
function isUnderstood({ type, each, validateIf }: Asked): boolean {
  return KINDS.has(type) && !each && validateIf === undefined;
}
