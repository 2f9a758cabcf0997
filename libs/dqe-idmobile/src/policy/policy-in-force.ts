import { Inject, Injectable, Logger } from '@nestjs/common';

import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import { DqePolicyError } from '../errors/dqe-errors.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { frozenPolicy } from './frozen-policy.js';
import type { MatchPolicy } from './match-policy.js';
import { policyProblems } from './policy-problems.js';
import { SCORE_FIELDS } from './scores.js';

/**
 * The policy that scores are judged by from now on.
 *
 * Where a function gives it, the last good one stays in force while the function fails or gives what cannot be judged
 * by: a match is billed, and a verdict by the policy of a minute ago, named as what it is, is worth more than none.
 */
@Injectable()
export class PolicyInForce {
  private readonly logger = new Logger('DqeIdmobile');
  private given: MatchPolicy | null = null;
  private last: MatchPolicy | null = null;
  /** So that an outage is one line, and not one per match. */
  private failing = false;

  constructor(@Inject(DQE_OPTIONS) private readonly options: Pick<ResolvedDqeIdmobileOptions, 'policy'>) {}

  /** @throws DqePolicyError there is none, and never was */
  async read(): Promise<MatchPolicy> {
    const { policy } = this.options;
    if (typeof policy !== 'function') return policy;
    let error: DqePolicyError;
    try {
      const given: unknown = await policy();
      const problems = this.problemsOf(given);
      if (problems.length === 0) return this.adopt(given as MatchPolicy);
      error = new DqePolicyError(problems);
    } catch (cause) {
      error = new DqePolicyError([], cause);
    }
    return this.lastGood(error);
  }

  private problemsOf(given: unknown) {
    if (given === this.given) return [];
    const problems = policyProblems(given);
    if (problems.length > 0 || this.last === null) return problems;
    const policy = given as MatchPolicy;
    const sameName = policy.name === this.last.name && policy.version === this.last.version;
    if (!sameName || rulesOf(policy) === rulesOf(this.last)) return problems;
    return [
      { field: 'version', problem: 'stands for other rules', remedy: 'give changed rules a new version' },
    ];
  }

  private adopt(given: MatchPolicy): MatchPolicy {
    this.failing = false;
    if (given === this.given && this.last !== null) return this.last;
    this.given = given;
    this.last = frozenPolicy(given);
    return this.last;
  }

  private lastGood(error: DqePolicyError): MatchPolicy {
    if (this.last === null) throw error;
    if (!this.failing) {
      const { name, version } = this.last;
      this.logger.warn(`${error.message}\nUntil it can, ${name}@${version} stays in force.`);
    }
    this.failing = true;
    return this.last;
  }
}

/** What a policy says, in one way of writing it. */
const rulesOf = ({ minimumDecisive, fields }: MatchPolicy): string =>
  JSON.stringify([
    minimumDecisive,
    ...SCORE_FIELDS.map((field) => {
      const rule = fields[field];
      return rule === undefined ? null : [rule.agreesFrom, rule.contradictsBelow, rule.weight];
    }),
  ]);
