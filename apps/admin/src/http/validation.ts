import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Problem } from './problem.js';
import type { FieldProblem } from './problem.js';

/**
 * What to do about a broken rule, unless the rule brings its own:
 * `@Length(1, 80, { context: { remedy: 'Send 1 to 80 characters.' } })`.
 */
const REMEDIES: Readonly<Record<string, string>> = {
  nestedValidation: 'Send an object.',
  isObject: 'Send an object.',
  isString: 'Send a string.',
  isNotEmpty: 'Send a value, or leave the property out if it is optional.',
  isInt: 'Send a whole number.',
  isNumber: 'Send a number.',
  isBoolean: 'Send true or false.',
  isEmail: 'Send an e-mail address such as marie@example.com.',
  isUrl: 'Send an absolute http(s) address.',
  isUuid: 'Send an id as this service gave it.',
  isIso8601: 'Send a date such as 1990-12-31.',
  isDateString: 'Send a date such as 1990-12-31.',
  isIn: 'Send one of the values /docs lists.',
  isEnum: 'Send one of the values /docs lists.',
  isArray: 'Send a list.',
  maxLength: 'Shorten it.',
  isLength: 'Mind the length.',
  min: 'Send a larger number.',
  max: 'Send a smaller number.',
};

/** Longest field path shown: unknown property names come from the caller. */
const LONGEST_PATH = 120;

/** Refuses what the DTO does not know, and says of every field what is wrong and what would be right. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: validationProblem,
  });
}

export function validationProblem(errors: readonly ValidationError[]): Problem {
  return Problem.ofFields(errors.flatMap((error) => fieldProblems(error, '')));
}

/** Of a name nobody has to do with here. */
export const unknownProperty = (path: string): FieldProblem => ({
  field: shown(path),
  problem: 'is not a known property',
  remedy: 'Remove it; /docs lists the known properties.',
});

const shown = (path: string) => (path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path);

function fieldProblems(error: ValidationError, parent: string): FieldProblem[] {
  const path = join(parent, error.property);
  const own = mostBasic(Object.entries(error.constraints ?? {})).map(([rule, text]) =>
    rule === 'whitelistValidation'
      ? unknownProperty(path)
      : { field: shown(path), problem: withoutName(text, error.property), remedy: remedyOf(error, rule) },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, path))];
}

/** Rules that others make no sense without: what is no number is not too large, either. */
const BASIC = [
  'whitelistValidation',
  'isDefined',
  'isObject',
  'isArray',
  'isString',
  'isBoolean',
  'isInt',
  'isNumber',
];

/** Of several broken rules the one to mend first. */
function mostBasic(broken: readonly [string, string][]): readonly [string, string][] {
  const basic = BASIC.flatMap((rule) => broken.filter(([name]) => name === rule));
  return [...basic, ...broken].slice(0, 1);
}

function join(parent: string, property: string | undefined): string {
  // A body that is no object at all is reported under the place it was expected in.
  const name = property === undefined || (parent === '' && property === 'body') ? '' : property;
  return parent === '' ? name : `${parent}.${name}`;
}

function withoutName(text: string, property: string | undefined): string {
  return property !== undefined && text.startsWith(`${property} `) ? text.slice(property.length + 1) : text;
}

function remedyOf(error: ValidationError, rule: string): string {
  const context = error.contexts?.[rule] as { remedy?: unknown } | undefined;
  return typeof context?.remedy === 'string'
    ? context.remedy
    : (REMEDIES[rule] ?? '/docs shows what is accepted.');
}
