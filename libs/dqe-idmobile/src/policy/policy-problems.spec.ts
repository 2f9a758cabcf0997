import fc from 'fast-check';

import { DEFAULT_POLICY } from './match-policy.js';
import { policyProblems } from './policy-problems.js';

const RULE = { agreesFrom: 0.9, contradictsBelow: 0.5, weight: 'decisive' };
const fieldsOf = (policy: unknown) => policyProblems(policy).map(({ field }) => field);
const withRule = (rule: unknown) => ({
  name: 'n',
  version: '1',
  minimumDecisive: 1,
  fields: { email: RULE, familyName: rule },
});

describe('what is wrong with a policy', () => {
  it('is nothing, with the default one', () => {
    expect(policyProblems(DEFAULT_POLICY)).toEqual([]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['agrees above 1', { ...RULE, agreesFrom: 1.1 }, ['fields.familyName.agreesFrom']],
    ['contradicts above what agrees', { ...RULE, agreesFrom: 0.4 }, ['fields.familyName.contradictsBelow']],
    ['contradicts below 0', { ...RULE, contradictsBelow: -0.1 }, ['fields.familyName.contradictsBelow']],
    ['agrees from no number', { ...RULE, agreesFrom: NaN }, ['fields.familyName.agreesFrom']],
    ['agrees from a text', { ...RULE, agreesFrom: '1' }, ['fields.familyName.agreesFrom']],
    ['weighs nothing known', { ...RULE, weight: 'heavy' }, ['fields.familyName.weight']],
    [
      'is empty',
      {},
      ['fields.familyName.agreesFrom', 'fields.familyName.contradictsBelow', 'fields.familyName.weight'],
    ],
    ['is null', null, ['fields.familyName']],
    ['has one threshold for both', { ...RULE, agreesFrom: 0.5 }, []],
  ])('of which a rule %s', (_what, rule, fields) => {
    expect(fieldsOf(withRule(rule))).toEqual(fields);
  });

  it.each([undefined, null, 'default', 1])('is all of it, where it is %j', (policy) => {
    expect(fieldsOf(policy)).toEqual(['']);
  });

  it('is a field there is none of, whose name is not repeated', () => {
    const [problem] = policyProblems({
      ...DEFAULT_POLICY,
      fields: { ...DEFAULT_POLICY.fields, 'Zoé Martin': RULE },
    });
    expect(problem?.field).toBe('fields');
    expect(JSON.stringify(problem)).not.toContain('Zoé');
  });

  it('is that nothing decides, or less than has to', () => {
    const supporting = { email: { ...RULE, weight: 'supporting' } };
    expect(policyProblems({ ...DEFAULT_POLICY, minimumDecisive: 1, fields: supporting })).toEqual([
      { field: 'fields', problem: 'has no decisive field', remedy: 'make at least one field decisive' },
    ]);
    expect(policyProblems({ ...DEFAULT_POLICY, minimumDecisive: 4 })).toEqual([
      { field: 'minimumDecisive', problem: 'above the number of decisive fields', remedy: 'give at most 3' },
    ]);
    for (const minimumDecisive of [0, 1.5, '2', null]) {
      expect(fieldsOf({ ...DEFAULT_POLICY, minimumDecisive })).toEqual(['minimumDecisive']);
    }
  });

  it('is a name or version that leaves name@version unclear', () => {
    for (const text of ['', ' ', 'a@1', '\ud800', 7]) {
      expect(fieldsOf({ ...DEFAULT_POLICY, name: text, version: text })).toEqual(['name', 'version']);
    }
  });

  it('is told for anything at all, with a remedy, and never by an exception', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (policy) => {
        for (const { field, remedy } of policyProblems(policy))
          expect(typeof field + remedy).not.toBe('string');
      }),
    );
  });
});
