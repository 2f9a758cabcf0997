import type { ScoreField } from './scores.js';

/** How one field is judged. */
export interface FieldRule {
  /** The field agrees from this similarity on, 0..1. */
  readonly agreesFrom: number;
  /** The field contradicts the claim below this similarity, 0..`agreesFrom`. */
  readonly contradictsBelow: number;
  /**
   * A `decisive` field makes a mismatch by contradicting, and must agree for a match.
   * A `supporting` field can only turn a match into a partial one.
   */
  readonly weight: 'decisive' | 'supporting';
}

/** Thresholds declared per field, by which scores become a verdict. Kept with every verdict as `name@version`. */
export interface MatchPolicy {
  /** Without `@`, as `version` is. */
  readonly name: string;
  /** Other thresholds have another one. */
  readonly version: string;
  /** Fewer available decisive fields than this make the verdict `insufficient`. From 1 to how many are decisive. */
  readonly minimumDecisive: number;
  readonly fields: Readonly<Partial<Record<ScoreField, FieldRule>>>;
}

/**
 * Gives the policy in force, where it changes while the application runs: from a database, a file, a service. Asked
 * before each matching request and each retrieval, so it should answer at once: keep what you have read for a second.
 */
export type MatchPolicySource = () => MatchPolicy | Promise<MatchPolicy>;

/**
 * The default: names may differ by spelling, the birth date may not; what people change often (address, e-mail) or
 * what operators rarely hold (gender) only supports. One decisive field alone proves nothing, so two are needed.
 */
export const DEFAULT_POLICY: MatchPolicy = Object.freeze<MatchPolicy>({
  name: 'default',
  version: '1',
  minimumDecisive: 2,
  fields: Object.freeze<MatchPolicy['fields']>({
    familyName: { agreesFrom: 0.85, contradictsBelow: 0.6, weight: 'decisive' },
    givenName: { agreesFrom: 0.8, contradictsBelow: 0.5, weight: 'decisive' },
    birthDate: { agreesFrom: 1, contradictsBelow: 0.8, weight: 'decisive' },
    gender: { agreesFrom: 1, contradictsBelow: 1, weight: 'supporting' },
    email: { agreesFrom: 0.9, contradictsBelow: 0.3, weight: 'supporting' },
    'address.country': { agreesFrom: 0.9, contradictsBelow: 0.5, weight: 'supporting' },
    'address.postalCode': { agreesFrom: 0.8, contradictsBelow: 0.4, weight: 'supporting' },
    'address.streetAddress': { agreesFrom: 0.7, contradictsBelow: 0.3, weight: 'supporting' },
    'address.locality': { agreesFrom: 0.7, contradictsBelow: 0.3, weight: 'supporting' },
  }),
});
