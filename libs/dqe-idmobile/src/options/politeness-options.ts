import type { FieldProblem } from '../errors/dqe-errors.js';
import type { DqeIdmobileOptions, ResolvedDqeIdmobileOptions } from './dqe-idmobile-options.js';

type Politeness = Pick<ResolvedDqeIdmobileOptions, 'retries' | 'circuitBreaker' | 'concurrency'>;

export const POLITENESS_DEFAULTS = {
  retries: { attempts: 2, firstDelayMs: 200, longestDelayMs: 5_000, budgetRatio: 0.03, budgetBurst: 10 },
  circuitBreaker: {
    failureRatio: 0.5,
    lastCalls: 50,
    minimumCalls: 20,
    halfOpenAfterMs: 5_000,
    longestOpenMs: 60_000,
  },
  concurrency: { limit: 64, queue: 1_000 },
} as const satisfies Politeness;

type Group = keyof typeof POLITENESS_DEFAULTS;
type Check = (value: unknown) => boolean;

/** A timer that is set for longer than this goes off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const whole =
  (least: number, most = LONGEST_TIMER_MS): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const share = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

const CHECKS: Readonly<Record<Group, Readonly<Record<string, readonly [ok: Check, remedy: string]>>>> = {
  retries: {
    attempts: [whole(0, 100), 'give a whole number up to 100, 0 for none'],
    firstDelayMs: [whole(0), 'give a whole number of milliseconds'],
    longestDelayMs: [whole(0), 'give a whole number of milliseconds'],
    budgetRatio: [(value) => value === false || share(value), 'give a number from 0 to 1, or false'],
    budgetBurst: [whole(0), 'give a whole number, 0 for none'],
  },
  circuitBreaker: {
    failureRatio: [(value) => share(value) && value > 0 && value < 1, 'give a number between 0 and 1'],
    lastCalls: [whole(1, 100_000), 'give a whole number of at least 1'],
    minimumCalls: [whole(1, 100_000), 'give a whole number of at least 1'],
    halfOpenAfterMs: [whole(1), 'give a whole number of milliseconds, at least 1'],
    longestOpenMs: [whole(1), 'give a whole number of milliseconds, at least 1'],
  },
  concurrency: {
    limit: [whole(1), 'give a whole number of at least 1; concurrency: false is for no limit'],
    queue: [whole(0), 'give a whole number, 0 for no queue'],
  },
};

const GROUPS = Object.keys(CHECKS) as Group[];

/** What is wrong with `retries`, `circuitBreaker` and `concurrency`. `false` switches each off. */
export function politenessProblems(options: DqeIdmobileOptions): FieldProblem[] {
  return GROUPS.flatMap((group) => {
    const given: unknown = options[group];
    if (given === undefined || given === false) return [];
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      return [{ field: group, problem: 'not valid', remedy: `give an object, or false to switch it off` }];
    }
    const problems = Object.entries(given).flatMap(([name, value]): FieldProblem[] => {
      const field = `${group}.${name}`;
      const [ok, remedy] = Object.hasOwn(CHECKS[group], name) ? (CHECKS[group][name] ?? []) : [];
      if (ok === undefined || remedy === undefined) {
        return [{ field, problem: 'not an option', remedy: 'remove it or correct its name' }];
      }
      return value === undefined || ok(value) ? [] : [{ field, problem: 'not valid', remedy }];
    });
    return problems.length > 0 ? problems : contradictions(group, filled(group, given));
  });
}

function contradictions(group: Group, values: Readonly<Record<string, unknown>>): FieldProblem[] {
  const above = (low: string, high: string): FieldProblem[] =>
    (values[low] as number) > (values[high] as number)
      ? [{ field: `${group}.${low}`, problem: `above ${high}`, remedy: `give at most ${high}` }]
      : [];
  if (group === 'retries') return above('firstDelayMs', 'longestDelayMs');
  if (group === 'circuitBreaker')
    return [...above('minimumCalls', 'lastCalls'), ...above('halfOpenAfterMs', 'longestOpenMs')];
  return [];
}

/** Fills in the defaults, and freezes. */
export function resolvePoliteness(options: DqeIdmobileOptions): Politeness {
  return Object.fromEntries(
    GROUPS.map((group) => {
      const given = options[group];
      return [group, given === false ? false : Object.freeze(filled(group, given ?? {}))];
    }),
  ) as unknown as Politeness;
}

const filled = (group: Group, given: object): Record<string, unknown> => ({
  ...POLITENESS_DEFAULTS[group],
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});
