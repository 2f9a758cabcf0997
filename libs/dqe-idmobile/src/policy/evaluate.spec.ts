import fc from 'fast-check';

import { evaluate, type VerdictResult } from './evaluate.js';
import { DEFAULT_POLICY, type MatchPolicy } from './match-policy.js';
import { SCORE_FIELDS, type ScoreField, scoreOf, type Scores, type Similarity } from './scores.js';

const scored = (given: Partial<Record<ScoreField, Similarity>>): Scores => {
  const at = (field: ScoreField) => given[field] ?? null;
  return {
    ...{ familyName: at('familyName'), givenName: at('givenName'), gender: at('gender') },
    ...{ birthDate: at('birthDate'), email: at('email') },
    address: {
      ...{ country: at('address.country'), postalCode: at('address.postalCode') },
      ...{ streetAddress: at('address.streetAddress'), locality: at('address.locality') },
    },
  };
};
const verdict = (given: Partial<Record<ScoreField, Similarity>>) =>
  evaluate(scored(given), DEFAULT_POLICY).result;

const AGREED = { familyName: 1, givenName: 1, birthDate: 1 };

describe('the default policy', () => {
  it.each<[string, Partial<Record<ScoreField, Similarity>>, VerdictResult]>([
    ['everything agrees', { ...AGREED, gender: 1, email: 1, 'address.locality': 1 }, 'match'],
    ['what decides agrees', AGREED, 'match'],
    ['two of what decides, and no more, agree', { familyName: 1, birthDate: 1 }, 'match'],
    ['names agree at their thresholds', { familyName: 0.85, givenName: 0.8, birthDate: 1 }, 'match'],
    ['a name is just below', { familyName: 0.84, givenName: 1, birthDate: 1 }, 'partial'],
    ['the birth date is close', { ...AGREED, birthDate: 0.9 }, 'partial'],
    ['a name is close at its lower threshold', { ...AGREED, familyName: 0.6 }, 'partial'],
    ['the gender contradicts', { ...AGREED, gender: 0 }, 'partial'],
    ['the address contradicts', { ...AGREED, 'address.postalCode': 0.1 }, 'partial'],
    ['the address is close', { ...AGREED, 'address.postalCode': 0.5 }, 'match'],
    ['a name contradicts', { ...AGREED, familyName: 0.59 }, 'mismatch'],
    ['the birth date contradicts', { ...AGREED, birthDate: 0.79 }, 'mismatch'],
    ['a name is 0', { ...AGREED, givenName: 0 }, 'mismatch'],
    ['one decisive field alone agrees', { familyName: 1, email: 1 }, 'insufficient'],
    ['one decisive field alone contradicts', { familyName: 0 }, 'mismatch'],
    ['only supporting fields are there', { email: 1, gender: 1, 'address.country': 1 }, 'insufficient'],
    ['nothing is available', {}, 'insufficient'],
  ])('when %s: %s is %s', (_when, given, result) => {
    expect(verdict(given)).toBe(result);
  });

  it('is named with every verdict', () => {
    expect(evaluate(scored({}), DEFAULT_POLICY).policy).toBe('default@1');
  });

  it('gives a reason for each field, with the thresholds it was judged by', () => {
    const { reasons } = evaluate(scored({ ...AGREED, email: 0.5, gender: 0 }), DEFAULT_POLICY);
    expect(reasons.map(({ field }) => field)).toEqual([...SCORE_FIELDS]);
    expect(Object.fromEntries(reasons.map(({ field, finding }) => [field, finding]))).toEqual({
      ...{ familyName: 'agrees', givenName: 'agrees', birthDate: 'agrees', gender: 'contradicts' },
      ...{ email: 'close', 'address.country': 'unavailable', 'address.postalCode': 'unavailable' },
      ...{ 'address.streetAddress': 'unavailable', 'address.locality': 'unavailable' },
    });
    expect(reasons[0]).toEqual({
      ...{ field: 'familyName', finding: 'agrees', weight: 'decisive', score: 1 },
      ...{ agreesFrom: 0.85, contradictsBelow: 0.6 },
    });
  });

  it('cannot be changed by accident', () => {
    expect(Object.isFrozen(DEFAULT_POLICY) && Object.isFrozen(DEFAULT_POLICY.fields)).toBe(true);
  });
});

describe('any policy', () => {
  const similarity = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
  const anyScores = fc
    .tuple(...SCORE_FIELDS.map(() => similarity))
    .map((values) => Object.fromEntries(SCORE_FIELDS.map((field, i) => [field, values[i] ?? null])));
  const rule = fc
    .record({
      thresholds: fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
      weight: fc.constantFrom('decisive' as const, 'supporting' as const),
    })
    .map(({ thresholds, weight }) => ({
      ...{ agreesFrom: Math.max(...thresholds), contradictsBelow: Math.min(...thresholds), weight },
    }));
  const anyPolicy: fc.Arbitrary<MatchPolicy> = fc.record({
    ...{ name: fc.constant('any'), version: fc.constant('7'), minimumDecisive: fc.nat(4) },
    fields: fc.dictionary(fc.constantFrom(...SCORE_FIELDS), rule, { minKeys: 1 }),
  });

  /** From bad to good. `insufficient` lies between a known contradiction and anything that was compared. */
  const RANK: readonly VerdictResult[] = ['mismatch', 'insufficient', 'partial', 'match'];

  it('never makes a verdict worse because a score is better', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyScores,
        fc.constantFrom(...SCORE_FIELDS),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (policy, given, field, better) => {
          const worse = given[field] ?? null;
          fc.pre(worse !== null && better >= worse);
          const rank = (scores: typeof given) => RANK.indexOf(evaluate(scored(scores), policy).result);
          expect(rank({ ...given, [field]: better })).toBeGreaterThanOrEqual(rank(given));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('never takes what is not available for a contradiction, or for anything at all', () => {
    fc.assert(
      fc.property(anyPolicy, anyScores, (policy, given) => {
        const { reasons } = evaluate(scored(given), policy);
        for (const { finding, score } of reasons) expect(finding === 'unavailable').toBe(score === null);
        const without = Object.fromEntries(
          Object.entries(policy.fields).filter(
            ([field]) => scoreOf(scored(given), field as ScoreField) !== null,
          ),
        );
        expect(evaluate(scored(given), { ...policy, fields: without }).result).toBe(
          evaluate(scored(given), policy).result,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never calls it a match where nothing could be compared', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        expect(evaluate(scored({}), policy).result).toBe('insufficient');
      }),
    );
  });

  it('needs every decisive field to agree for a match, and a decisive one to contradict for a mismatch', () => {
    fc.assert(
      fc.property(anyPolicy, anyScores, (policy, given) => {
        const { result, reasons } = evaluate(scored(given), policy);
        const decisive = reasons.filter(({ weight, score }) => weight === 'decisive' && score !== null);
        if (result === 'match') expect(decisive.every(({ finding }) => finding === 'agrees')).toBe(true);
        expect(result === 'mismatch').toBe(decisive.some(({ finding }) => finding === 'contradicts'));
        if (result === 'match') expect(decisive.length).toBeGreaterThanOrEqual(policy.minimumDecisive);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same verdict for the same scores, and changes neither', () => {
    fc.assert(
      fc.property(anyPolicy, anyScores, (policy, given) => {
        const before = structuredClone({ policy, given });
        expect(evaluate(scored(given), policy)).toEqual(evaluate(scored(given), policy));
        expect({ policy, given }).toEqual(before);
      }),
    );
  });
});
