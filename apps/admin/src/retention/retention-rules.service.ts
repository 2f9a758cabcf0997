import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import type { ApprovalRecord } from '../approvals/approval-record.js';
import { type ApprovedAct, ApprovalsService } from '../approvals/approvals.service.js';
import { CLOCK } from '../clock.module.js';
import { PrismaRetentionRules } from './prisma-retention-rules.js';
import {
  RuleApplicationError,
  RuleChangedError,
  RuleEndedError,
  RuleNotFoundError,
} from './retention-errors.js';
import { type RetentionRule, type RuleTerms, scopeOf, wordsOf } from './retention-rule.js';

/** What became of it; or the approval that is needed first, and nothing was done. */
export type RuleOutcome = RetentionRule | { readonly needs: ApprovalRecord };

/** Puts rules into force and ends them. None is ever changed: what held when stays known. */
@Injectable()
export class RetentionRulesService {
  constructor(
    private readonly rules: PrismaRetentionRules,
    private readonly approvals: ApprovalsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * In force from now on, in place of the one for the same application and purpose.
   * @throws RuleApplicationError RuleChangedError; ApprovalNotUsableError see `ApprovalsService.admit`
   */
  async put(terms: RuleTerms, approvalId: string | undefined, access: Access): Promise<RuleOutcome> {
    this.refuseOther(terms.application, access);
    const admission = await this.approvals.admit(actOf(terms), approvalId, access);
    if (!admission.granted) return { needs: admission.approval };
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
    if (!(await this.rules.put(rule, admission.approvalId, event))) throw new RuleChangedError();
    access.isOnRecord();
    return rule;
  }

  /**
   * Another one in place of this one, for the same application and purpose.
   * @throws RuleNotFoundError RuleEndedError; see {@link put}
   */
  async change(
    id: string,
    terms: Omit<RuleTerms, 'application' | 'purpose'>,
    approvalId: string | undefined,
    access: Access,
  ): Promise<RuleOutcome> {
    const { application, purpose } = await this.standing(id, access);
    return this.put({ application, purpose, ...terms }, approvalId, access);
  }

  /** @throws RuleNotFoundError RuleEndedError RuleApplicationError; ApprovalNotUsableError see `ApprovalsService.admit` */
  async end(id: string, approvalId: string | undefined, access: Access): Promise<RuleOutcome> {
    const rule = await this.standing(id, access);
    const target = { type: 'retention_rule', id };
    const act = { kind: 'retention', target, subjectId: null, reason: `End: ${wordsOf(rule)}` } as const;
    const admission = await this.approvals.admit(act, approvalId, access);
    if (!admission.granted) return { needs: admission.approval };
    const at = new Date(this.clock.now());
    const { kind, id: actorId } = access.principal;
    const endedBy = { kind, id: actorId };
    const ending = { at, by: endedBy, approvalId: admission.approvalId };
    if (!(await this.rules.end(id, ending, access.event('allowed', { ended: true })))) {
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

/** Whoever shortens how long data lives, or ends a duty, might as well erase: all of it takes a second person, or nothing. */
const actOf = (terms: RuleTerms): ApprovedAct => {
  const { clock, days, duty, ground } = terms;
  return {
    ...{ kind: 'retention', subjectId: null, reason: wordsOf(terms), payload: { clock, days, duty, ground } },
    // Somebody typed the purpose: the payload must not have it.
    target: { type: 'retention_scope', id: createHash('sha256').update(scopeOf(terms)).digest('hex') },
  };
};
