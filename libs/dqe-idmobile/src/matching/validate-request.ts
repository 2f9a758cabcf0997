import { plainToInstance } from 'class-transformer';
import { isISO31661Alpha2, validateSync, type ValidationError } from 'class-validator';

import { DqeValidationError, type FieldProblem } from '../errors/dqe-errors.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { valueOf } from '../options/value-of.js';
import { acceptedRequest } from './compiled-rules.js';
import { documentedPart } from './documented-part.js';
import { MatchRequest } from './match-request.js';
import { withSetting } from './validators.js';

/** Validates a match request, plain or an instance. Throws one error that names every field that is wrong. */
export function validateRequest(input: unknown, options: ResolvedDqeIdmobileOptions): MatchRequest {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new DqeValidationError([
      { field: '(request)', problem: 'must be an object', remedy: 'send { number, identity, … }' },
    ]);
  }
  const { country } = input as { country?: unknown };
  const setting = {
    defaultCountry: isISO31661Alpha2(country) ? (country as string).toUpperCase() : options.defaultCountry,
    returnUrlOrigins: valueOf(options.returnUrlOrigins),
    today: new Date(options.clock.now()).toISOString().slice(0, 10),
  };
  return withSetting(setting, () => acceptedRequest(input) ?? validateByDecorators(input));
}

/** What is wrong is said by class-validator: the rules are the same, one by one. */
export function validateByDecorators(input: object): MatchRequest {
  const problems: FieldProblem[] = [];
  const request = plainToInstance(MatchRequest, documentedPart(input, problems));
  const errors = validateSync(request, {
    ...{ forbidUnknownValues: true, validationError: { target: false, value: false } },
  });
  problems.push(...problemsOf(errors));
  if (problems.length > 0) throw new DqeValidationError(problems.slice(0, MOST_PROBLEMS));
  return request;
}

/** Nobody reads more, and a caller must not be able to fill a log. */
const MOST_PROBLEMS = 50;

const MESSAGES: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  isString: ['must be a string', 'send text'],
  minLength: ['must not be empty', 'send a value'],
  isIn: ['is not one of the values allowed', 'send M or F'],
  isISO31661Alpha2: ['must be an ISO 3166-1 alpha-2 code', 'send e.g. FR'],
  isObject: ['must be an object', 'send an object with the documented fields'],
  nestedValidation: ['must be an object', 'send an object with the documented fields'],
};

function problemsOf(errors: readonly ValidationError[], parent = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = parent + error.property;
    const first = mostBasic(Object.entries(error.constraints ?? {}));
    const own = first === undefined ? [] : [problemOf(field, ...first)];
    return [...own, ...problemsOf(error.children ?? [], `${field}.`)];
  });
}

/** Of several broken rules the one to mend first: what is missing is not of the wrong kind, too. */
function mostBasic(broken: [string, string][]): [string, string] | undefined {
  for (const rule of ['isDefined', 'isObject', 'isString', 'minLength', 'maxLength']) {
    const found = broken.find(([name]) => name === rule);
    if (found !== undefined) return found;
  }
  return broken[0];
}

function problemOf(field: string, constraint: string, message: string): FieldProblem {
  const known = Object.hasOwn(MESSAGES, constraint) ? MESSAGES[constraint] : undefined;
  if (known !== undefined) return { field, problem: known[0], remedy: known[1] };
  if (constraint === 'maxLength') {
    const limit = /\d+/.exec(message)?.[0] ?? '';
    return { field, problem: 'is too long', remedy: `send at most ${limit} characters` };
  }
  // Our own rules say "must …; remedy": the message is ours, and holds no value.
  const [problem = message, remedy = 'correct it or leave it out'] = message.split('; ');
  return { field, problem, remedy };
}
