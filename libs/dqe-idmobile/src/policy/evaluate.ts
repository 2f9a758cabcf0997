import type { FieldRule, MatchPolicy } from './match-policy.js';
import { SCORE_FIELDS, type ScoreField, scoreOf, type Scores, type Similarity } from './scores.js';

export type VerdictResult = 'match' | 'partial' | 'mismatch' | 'insufficient';

/** What one field said, and by which thresholds. */
export interface VerdictReason {
  readonly field: ScoreField;
  readonly finding: 'agrees' | 'close' | 'contradicts' | 'unavailable';
  readonly weight: FieldRule['weight'];
  readonly score: Similarity;
  readonly agreesFrom: number;
  readonly contradictsBelow: number;
}

/** What the policy makes of the scores, and why. */
export interface Verdict {
  readonly result: VerdictResult;
  /** Name and version of the policy, e.g. `default@1`. */
  readonly policy: string;
  readonly reasons: readonly VerdictReason[];
}

/** Turns scores into a verdict. Pure: the same scores and policy give the same verdict for ever. */
export function evaluate(scores: Scores, policy: MatchPolicy): Verdict {
  const reasons = SCORE_FIELDS.flatMap((field) => {
    const rule = policy.fields[field];
    return rule === undefined ? [] : [reason(field, scoreOf(scores, field), rule)];
  });
  return { result: resultOf(reasons, policy), policy: `${policy.name}@${policy.version}`, reasons };
}

function reason(field: ScoreField, score: Similarity, rule: FieldRule): VerdictReason {
  return { field, finding: findingOf(score, rule), weight: rule.weight, score, ...thresholds(rule) };
}

const thresholds = ({ agreesFrom, contradictsBelow }: FieldRule) => ({ agreesFrom, contradictsBelow });

function findingOf(score: Similarity, rule: FieldRule): VerdictReason['finding'] {
  if (score === null) return 'unavailable';
  if (score >= rule.agreesFrom) return 'agrees';
  return score < rule.contradictsBelow ? 'contradicts' : 'close';
}

function resultOf(reasons: readonly VerdictReason[], policy: MatchPolicy): VerdictResult {
  const available = reasons.filter(({ finding }) => finding !== 'unavailable');
  const decisive = available.filter(({ weight }) => weight === 'decisive');
  // A contradiction is known even where much else is not.
  if (decisive.some(({ finding }) => finding === 'contradicts')) return 'mismatch';
  if (available.length === 0 || decisive.length < policy.minimumDecisive) return 'insufficient';
  const allAgree = decisive.every(({ finding }) => finding === 'agrees');
  const noneObjects = available.every(({ finding }) => finding !== 'contradicts');
  return allAgree && noneObjects ? 'match' : 'partial';
}
