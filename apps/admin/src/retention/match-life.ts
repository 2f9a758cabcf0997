import { isTerminal, type MatchStatus } from 'nestjs-dqe-idmobile';
import { ruleFor, type RuleTerms } from './retention-rule.js';

const DAY_MS = 86_400_000;

/** What decides how long a match is kept. */
export interface MatchLife {
  readonly id: string;
  /** null in what is older than subjects. */
  readonly subjectId: string | null;
  readonly application: string;
  readonly purpose: string | null;
  readonly status: MatchStatus;
  readonly settledAt: Date | null;
  /** When the relationship with its application ended; null: it goes on, or nobody has said. */
  readonly relationshipEndedAt: Date | null;
  /** A legal hold stands. */
  readonly held: boolean;
}

/**
 * - `open`: it has not ended; it is kept, whatever the rules say.
 * - `unruled`: no rule is meant for it; it is kept.
 * - `waiting`: for the end of the relationship.
 * - `running`: until `until`.
 * - `over`: since `until`.
 */
export type Standing<Rule extends RuleTerms> =
  | { readonly state: 'open' | 'unruled'; readonly rule: null; readonly until: null }
  | { readonly state: 'waiting'; readonly rule: Rule; readonly until: null }
  | { readonly state: 'running' | 'over'; readonly rule: Rule; readonly until: Date };

/**
 * How long a match is kept. Days are counted from its end; by the other clock from the end of the relationship, or from
 * its own where that is later.
 */
export function standingOf<Rule extends RuleTerms>(
  life: Pick<MatchLife, 'application' | 'purpose' | 'status' | 'settledAt' | 'relationshipEndedAt'>,
  rules: readonly Rule[],
  now: Date,
): Standing<Rule> {
  const { settledAt, relationshipEndedAt: endedAt, status } = life;
  if (!isTerminal(status) || settledAt === null) return { state: 'open', rule: null, until: null };
  const rule = ruleFor(rules, life);
  if (rule === undefined) return { state: 'unruled', rule: null, until: null };
  const byEnd = rule.clock === 'relationship_end';
  // An end that lies ahead is one that is announced: it may still change.
  if (byEnd && (endedAt === null || endedAt > now)) return { state: 'waiting', rule, until: null };
  const from = byEnd && endedAt !== null && endedAt > settledAt ? endedAt : settledAt;
  const until = new Date(from.getTime() + rule.days * DAY_MS);
  return { state: until <= now ? 'over' : 'running', rule, until };
}
