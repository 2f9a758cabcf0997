import type { Actor } from '../access/principal.js';

/** From when days are counted. */
export const RETENTION_CLOCKS = ['settlement', 'relationship_end'] as const;
export type RetentionClock = (typeof RETENTION_CLOCKS)[number];

/** Why data is kept. */
export const RETENTION_GROUNDS = [
  'aml',
  'legal_obligation',
  'contract',
  'consent',
  'legitimate_interest',
  'legal_claims',
] as const;
export type RetentionGround = (typeof RETENTION_GROUNDS)[number];

/** A century. */
export const MOST_DAYS = 36_500;

/** What a rule says. */
export interface RuleTerms {
  /** null: all. */
  readonly application: string | null;
  /** null: all. */
  readonly purpose: string | null;
  readonly clock: RetentionClock;
  readonly days: number;
  /** The law demands that it is kept until then: erasure before is refused. */
  readonly duty: boolean;
  readonly ground: RetentionGround;
}

/** A rule on record. */
export interface RetentionRule extends RuleTerms {
  /** UUIDv7. */
  readonly id: string;
  readonly createdAt: Date;
  readonly createdBy: Actor;
  /** null: in force. */
  readonly endedAt: Date | null;
  readonly endedBy: Actor | null;
  /** Id of the rule that took its place. */
  readonly supersededBy: string | null;
}

/** What a rule says, in words for a second person: application and purpose are found in no payload of an approval. */
export const wordsOf = ({ application, purpose, clock, days, duty, ground }: RuleTerms): string =>
  `Keep ${days} days from ${clock} (${ground}${duty ? ', duty' : ''}); application: ${application ?? 'all'}; purpose: ${purpose ?? 'all'}.`;

/** What there is one rule for at a time. */
export const scopeOf = ({ application, purpose }: Pick<RuleTerms, 'application' | 'purpose'>): string =>
  JSON.stringify([application, purpose]);

/**
 * The rule that counts: application and purpose before purpose, purpose before application, application before all.
 * @param rules in force, one for each scope
 * @returns undefined where none is meant for it: then it is kept
 */
export function ruleFor<Rule extends Pick<RuleTerms, 'application' | 'purpose'>>(
  rules: readonly Rule[],
  match: { readonly application: string; readonly purpose: string | null },
): Rule | undefined {
  const weight = ({ application, purpose }: Rule) =>
    (purpose === null ? 0 : 2) + (application === null ? 0 : 1);
  return rules
    .filter(({ application }) => application === null || application === match.application)
    .filter(({ purpose }) => purpose === null || purpose === match.purpose)
    .sort((a, b) => weight(b) - weight(a))[0];
}
