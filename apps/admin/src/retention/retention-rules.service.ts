import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { PrismaRetentionRules } from './prisma-retention-rules.js';
import {
  RuleApplicationError,
  RuleChangedError,
  RuleEndedError,
  RuleNotFoundError,
} from './retention-errors.js';
import type { RetentionRule, RuleTerms } from './retention-rule.js';

/** Puts rules into force and ends them. None is ever changed: what held when stays known. */
@Injectable()
export class RetentionRulesService {
  constructor(
    private readonly rules: PrismaRetentionRules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * In force from now on, in place of the one for the same application and purpose.
   * @throws RuleApplicationError RuleChangedError
   */
  async put(terms: RuleTerms, access: Access): Promise<RetentionRule> {
    this.refuseOther(terms.application, access);
    const { kind, id: actorId } = access.principal;
    const now = this.clock.now();
    const rule: RetentionRule = {
      ...{ ...terms, id: timeId(now), createdAt: new Date(now), createdBy: { kind, id: actorId } },
      ...{ endedAt: null, endedBy: null, supersededBy: null },
    };
    access.concerns(rule.id);
    // Not the purpose: somebody typed it.
    const { application, clock, days, duty, ground } = rule;
    const event = access.event('allowed', { application, clock, days, duty, ground });
    if (!(await this.rules.put(rule, event))) throw new RuleChangedError();
    access.isOnRecord();
    return rule;
  }

  /**
   * Another one in place of this one, for the same application and purpose.
   * @throws RuleNotFoundError RuleEndedError RuleApplicationError RuleChangedError
   */
  async change(
    id: string,
    terms: Omit<RuleTerms, 'application' | 'purpose'>,
    access: Access,
  ): Promise<RetentionRule> {
    const { application, purpose } = await this.standing(id, access);
    return this.put({ application, purpose, ...terms }, access);
  }

  /** @throws RuleNotFoundError RuleEndedError RuleApplicationError */
  async end(id: string, access: Access): Promise<RetentionRule> {
    const rule = await this.standing(id, access);
    const at = new Date(this.clock.now());
    const { kind, id: actorId } = access.principal;
    const endedBy = { kind, id: actorId };
    if (!(await this.rules.end(id, at, endedBy, access.event('allowed', { ended: true })))) {
      throw new RuleEndedError();
    }
    access.isOnRecord();
    return { ...rule, endedAt: at, endedBy };
  }

  private async standing(id: string, access: Access): Promise<RetentionRule> {
    const within = confinementOf(access.principal);
    const rule = await this.rules.find(id);
    if (rule === null || (within !== null && rule.application !== null && rule.application !== within)) {
      throw new RuleNotFoundError();
    }
    this.refuseOther(rule.application, access);
    if (rule.endedAt !== null) throw new RuleEndedError();
    return rule;
  }

  private refuseOther(application: string | null, { principal }: Access): void {
    const within = confinementOf(principal);
    if (within !== null && application !== within) throw new RuleApplicationError(within);
  }
}
