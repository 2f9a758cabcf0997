import fc from 'fast-check';
import {
  DEFAULT_POLICY,
  evaluate,
  type MatchPolicy,
  type Scores,
  type VerdictResult,
} from 'nestjs-dqe-idmobile';
import {
  type BacktestTally,
  type Cell,
  changedOf,
  EMPTY_TALLY,
  MOST_OPERATORS,
  OTHER_OPERATORS,
  SAMPLE,
  type ScoredRow,
  tallied,
} from './backtest-tally.js';

const NOTHING: Scores = {
  ...{ familyName: null, givenName: null, gender: null, birthDate: null, email: null },
  address: { country: null, postalCode: null, streetAddress: null, locality: null },
};
const STRICT: MatchPolicy = { ...DEFAULT_POLICY, version: '2', minimumDecisive: 3 };
const POLICIES = { policy: STRICT, active: DEFAULT_POLICY };

const similarity = fc.option(fc.constantFrom(0, 0.3, 0.55, 0.7, 0.82, 0.9, 1));
const row: fc.Arbitrary<ScoredRow> = fc.record({
  id: fc.uuid(),
  operator: fc.option(fc.constantFrom('Orange', 'SFR', 'Free')),
  scores: fc
    .record({ familyName: similarity, givenName: similarity, birthDate: similarity, email: similarity })
    .map((some) => ({ ...NOTHING, ...some })),
  verdict: fc.constantFrom<VerdictResult>('match', 'partial', 'mismatch', 'insufficient'),
});

const byName = (a: Cell, b: Cell) => (a.from + a.to < b.from + b.to ? -1 : 1);
const sorted = (tally: BacktestTally) => ({
  ...tally,
  record: [...tally.record].sort(byName),
  active: [...tally.active].sort(byName),
  operators: [...tally.operators].sort((a, b) => String(a.operator).localeCompare(String(b.operator))),
});

/** The same, by looking at all rows once for every cell. */
function slowly(rows: readonly ScoredRow[]): BacktestTally {
  const judged = rows.map((one) => ({
    ...one,
    to: evaluate(one.scores, STRICT).result,
    today: evaluate(one.scores, DEFAULT_POLICY).result,
  }));
  const cells = (from: 'verdict' | 'today'): Cell[] =>
    [...new Set(judged.map((one) => `${one[from]} ${one.to}`))].map((key) => {
      const these = judged.filter((one) => `${one[from]} ${one.to}` === key);
      const [first, to] = key.split(' ');
      return {
        from: first,
        to,
        count: these.length,
        sample: these.slice(0, SAMPLE).map(({ id }) => id),
      } as Cell;
    });
  const operators = [...new Set(rows.map(({ operator }) => operator))].map((operator) => {
    const these = judged.filter((one) => one.operator === operator);
    const changed = (from: 'verdict' | 'today') => these.filter((one) => one[from] !== one.to).length;
    return {
      operator,
      matches: these.length,
      changed: changed('verdict'),
      changedFromActive: changed('today'),
    };
  });
  return { matches: rows.length, record: cells('verdict'), active: cells('today'), operators };
}

it('counts what counting everything at once, cell by cell, gives, however it is cut into slices', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 120 }), fc.integer({ min: 1, max: 50 }), (rows, slice) => {
      let tally = EMPTY_TALLY;
      for (let at = 0; at < rows.length; at += slice)
        tally = tallied(tally, rows.slice(at, at + slice), POLICIES);
      expect(sorted(tally)).toEqual(sorted(slowly(rows)));
    }),
  );
});

it('loses none, and calls changed what lies beside the diagonal', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      const { record, active, operators } = tallied(EMPTY_TALLY, rows, POLICIES);
      for (const cells of [record, active]) {
        expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
      }
      expect(operators.reduce((sum, { changed }) => sum + changed, 0)).toBe(changedOf(record));
      expect(operators.reduce((sum, { changedFromActive }) => sum + changedFromActive, 0)).toBe(
        changedOf(active),
      );
    }),
  );
});

it('changes nothing by the policy that is in force', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const { active } = tallied(EMPTY_TALLY, rows, { policy: DEFAULT_POLICY, active: DEFAULT_POLICY });
      expect(changedOf(active)).toBe(0);
    }),
  );
});

it('keeps so many operators apart, and counts the others together', () => {
  const rows = Array.from({ length: MOST_OPERATORS + 50 }, (_, i): ScoredRow => ({
    ...{ id: String(i), operator: `O${i}`, scores: NOTHING, verdict: 'insufficient' },
  }));
  const { operators } = tallied(EMPTY_TALLY, rows, POLICIES);
  expect(operators).toHaveLength(MOST_OPERATORS + 1);
  expect(operators.at(-1)).toMatchObject({ operator: OTHER_OPERATORS, matches: 50 });
});
