import { evaluate, type MatchPolicy, type Scores, type VerdictResult } from 'nestjs-dqe-idmobile';

/** How many ids are kept of the matches of one cell. */
export const SAMPLE = 20;
/** Operators that are told apart; the rest are counted together. */
export const MOST_OPERATORS = 100;
/** Stands for what is beyond {@link MOST_OPERATORS}. No operator is named so. */
export const OTHER_OPERATORS = '*';

/** A stored match, as far as a policy looks at it. */
export interface ScoredRow {
  readonly id: string;
  readonly operator: string | null;
  readonly scores: Scores;
  /** The policy's verdict on record; what people put in its place does not count. */
  readonly verdict: VerdictResult;
}

/** Matches that were judged so, and would be judged so. */
export interface Cell {
  readonly from: VerdictResult;
  readonly to: VerdictResult;
  readonly count: number;
  /** Ids of the newest of them. */
  readonly sample: readonly string[];
}

export interface OperatorTally {
  readonly operator: string | null;
  readonly matches: number;
  /** Whose verdict would be another than on record. */
  readonly changed: number;
  /** Whose verdict would be another than by the policy in force. */
  readonly changedFromActive: number;
}

/** What a back-test has counted so far. Holds no personal data. */
export interface BacktestTally {
  readonly matches: number;
  /** Against the verdicts on record. */
  readonly record: readonly Cell[];
  /** Against what the policy in force makes of the same scores. */
  readonly active: readonly Cell[];
  readonly operators: readonly OperatorTally[];
}

export const EMPTY_TALLY: BacktestTally = { matches: 0, record: [], active: [], operators: [] };

export const changedOf = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { from, to, count }) => (from === to ? sum : sum + count), 0);

/**
 * Judges stored scores anew, and counts what comes of it. Pure: the same rows in the same order give the same tally,
 * however they are cut into slices.
 * @param rows newest first, and older than all that were counted before
 */
export function tallied(
  before: BacktestTally,
  rows: readonly ScoredRow[],
  { policy, active }: { readonly policy: MatchPolicy; readonly active: MatchPolicy },
): BacktestTally {
  const [record, compared] = [cellsOf(before.record), cellsOf(before.active)];
  const operators = new Map(before.operators.map((one) => [one.operator, one]));
  for (const { id, operator, scores, verdict } of rows) {
    const to = evaluate(scores, policy).result;
    const today = evaluate(scores, active).result;
    count(record, verdict, to, id);
    count(compared, today, to, id);
    const known = operators.has(operator) || operators.size < MOST_OPERATORS;
    const name = known ? operator : OTHER_OPERATORS;
    const { matches, changed, changedFromActive } = operators.get(name) ?? NONE;
    operators.set(name, {
      ...{ operator: name, matches: matches + 1, changed: changed + Number(verdict !== to) },
      changedFromActive: changedFromActive + Number(today !== to),
    });
  }
  return {
    ...{
      matches: before.matches + rows.length,
      record: [...record.values()],
      active: [...compared.values()],
    },
    operators: [...operators.values()],
  };
}

const NONE = { matches: 0, changed: 0, changedFromActive: 0 };

const cellsOf = (cells: readonly Cell[]) => new Map(cells.map((cell) => [`${cell.from} ${cell.to}`, cell]));

function count(cells: Map<string, Cell>, from: VerdictResult, to: VerdictResult, id: string): void {
  const key = `${from} ${to}`;
  const { count: before, sample } = cells.get(key) ?? { count: 0, sample: [] };
  cells.set(key, { from, to, count: before + 1, sample: sample.length < SAMPLE ? [...sample, id] : sample });
}
