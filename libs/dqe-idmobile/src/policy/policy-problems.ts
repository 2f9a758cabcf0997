import type { FieldProblem } from '../errors/dqe-errors.js';
import { SCORE_FIELDS } from './scores.js';

const WEIGHTS: readonly unknown[] = ['decisive', 'supporting'];

/**
 * Everything that is wrong with a policy, by the path of the field, such as `fields.familyName.agreesFrom`; empty where
 * it can be judged by. For policies that people write or a database gives; never holds the offending value.
 */
export function policyProblems(value: unknown): FieldProblem[] {
  if (typeof value !== 'object' || value === null) {
    return [{ field: '', problem: 'missing', remedy: 'give { name, version, minimumDecisive, fields }' }];
  }
  const { name, version, minimumDecisive, fields } = value as Record<string, unknown>;
  const named = Object.entries({ name, version }).flatMap(([field, text]): FieldProblem[] =>
    isName(text)
      ? []
      : [{ field, problem: 'not valid', remedy: 'give a non-empty string without @, which parts the two' }],
  );
  if (typeof fields !== 'object' || fields === null || Object.keys(fields).length === 0) {
    return [...named, { field: 'fields', problem: 'missing', remedy: 'give a rule for at least one field' }];
  }
  const rules: readonly [string, unknown][] = Object.entries(fields);
  return [
    ...named,
    ...minimumProblems(minimumDecisive, rules.filter(([, rule]) => weightOf(rule) === 'decisive').length),
    ...rules.flatMap(([field, rule]) => ruleProblems(field, rule)),
  ];
}

/** A verdict that rests on no decisive field would say nothing. */
function minimumProblems(minimum: unknown, decisive: number): FieldProblem[] {
  const field = 'minimumDecisive';
  if (!Number.isInteger(minimum) || (minimum as number) < 1) {
    return [{ field, problem: 'not valid', remedy: 'give a whole number of at least 1' }];
  }
  if (decisive === 0) {
    return [
      { field: 'fields', problem: 'has no decisive field', remedy: 'make at least one field decisive' },
    ];
  }
  if ((minimum as number) <= decisive) return [];
  return [{ field, problem: 'above the number of decisive fields', remedy: `give at most ${decisive}` }];
}

function ruleProblems(name: string, rule: unknown): FieldProblem[] {
  const field = `fields.${name}`;
  if (!(SCORE_FIELDS as readonly string[]).includes(name)) {
    // The name is not repeated: whoever sent it may have sent anything.
    return [
      { field: 'fields', problem: 'names an unknown field', remedy: `give ${SCORE_FIELDS.join(', ')}` },
    ];
  }
  if (typeof rule !== 'object' || rule === null) {
    return [{ field, problem: 'not valid', remedy: 'give { agreesFrom, contradictsBelow, weight }' }];
  }
  const { agreesFrom, contradictsBelow, weight } = rule as Record<string, unknown>;
  const problems = Object.entries({ agreesFrom, contradictsBelow }).flatMap(
    ([part, threshold]): FieldProblem[] =>
      isSimilarity(threshold)
        ? []
        : [{ field: `${field}.${part}`, problem: 'not valid', remedy: 'give a number from 0 to 1' }],
  );
  if (problems.length === 0 && (contradictsBelow as number) > (agreesFrom as number)) {
    problems.push({
      ...{ field: `${field}.contradictsBelow`, problem: 'above agreesFrom' },
      remedy: 'give at most agreesFrom: what agrees cannot contradict',
    });
  }
  if (!WEIGHTS.includes(weight)) {
    problems.push({
      field: `${field}.weight`,
      problem: 'not valid',
      remedy: "give 'decisive' or 'supporting'",
    });
  }
  return problems;
}

const weightOf = (rule: unknown) => (Object(rule) as { readonly weight?: unknown }).weight;
const isSimilarity = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;
/** Broken Unicode has no one way to be stored; an `@` would make two pairs look the same as `name@version`. */
const isName = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' && value.isWellFormed() && !value.includes('@');
