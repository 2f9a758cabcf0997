import { Inject, Injectable } from '@nestjs/common';
import { type Clock, type MatchPolicy, policyProblems } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import type { ApprovalRecord } from '../approvals/approval-record.js';
import { ApprovalsService } from '../approvals/approvals.service.js';
import { CLOCK } from '../clock.module.js';
import { Problem } from '../http/problem.js';
import { reasonHash } from '../sealing/reason-hash.js';
import { ActivePolicy } from './active-policy.js';
import { PolicyConfinedError, PolicyInForceError, PolicyNotFoundError } from './policy-errors.js';
import type { PolicyRecord } from './policy-record.js';
import { PolicyTexts } from './policy-texts.js';
import { PrismaPolicies } from './prisma-policies.js';

/** Attempts at a version, where others write versions of the same name at that moment. */
const ATTEMPTS = 5;

export type PolicyRules = Pick<MatchPolicy, 'name' | 'minimumDecisive' | 'fields'>;

/** What became of it; or the approval that is needed first, and nothing was done. */
export type PublishOutcome = PolicyRecord | { readonly needs: ApprovalRecord };

/** Writes policies, and puts them into force. None is ever changed. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly policies: PrismaPolicies,
    private readonly active: ActivePolicy,
    private readonly texts: PolicyTexts,
    private readonly approvals: ApprovalsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws PolicyNotFoundError */
  async find(id: string): Promise<PolicyRecord> {
    const found = await this.policies.find(id);
    if (found === null) throw new PolicyNotFoundError();
    return found;
  }

  /**
   * A draft, as the next version of its name.
   * @throws Problem a rule is not as it should be; PolicyConfinedError
   */
  async create(rules: PolicyRules, note: string | undefined, access: Access): Promise<PolicyRecord> {
    refuseConfined(access);
    // The version is ours to give.
    const problems = policyProblems({ ...rules, version: '1' });
    if (problems.length > 0) throw Problem.ofFields(problems);
    const now = this.clock.now();
    const { kind, id: actorId } = access.principal;
    const id = timeId(now);
    access.concerns(id);
    const noteSealed = note === undefined ? null : Uint8Array.from(await this.texts.seal('note', id, note));
    const said = noteSealed === null ? {} : reasonHash(noteSealed);
    const draft = {
      ...{ id, rules, createdAt: new Date(now), createdBy: { kind, id: actorId } },
      noteSealed,
    };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if ((await this.policies.create(draft, access.event('allowed', said))) === null) continue;
      access.isOnRecord();
      return this.find(id);
    }
    throw new Error('no version could be given');
  }

  /**
   * Puts a policy into force, in place of the one that is: another version, or an older one again.
   * @throws PolicyNotFoundError PolicyInForceError PolicyChangedError PolicyConfinedError; ApprovalNotUsableError see
   *   `ApprovalsService.admit`
   */
  async publish(
    id: string,
    { reason, approvalId }: { readonly reason: string; readonly approvalId: string | undefined },
    access: Access,
  ): Promise<PublishOutcome> {
    refuseConfined(access);
    access.concerns(id);
    await this.find(id);
    const { id: replaces } = await this.policies.active();
    if (replaces === id) throw new PolicyInForceError();
    // Approved is this policy in place of that one: what would change was looked at against that one.
    const target = { type: 'policy', id };
    const act = { kind: 'policy', target, subjectId: null, payload: { replaces }, reason } as const;
    const admission = await this.approvals.admit(act, approvalId, access);
    if (!admission.granted) return { needs: admission.approval };
    const now = this.clock.now();
    const { kind, id: actorId } = access.principal;
    const publication = timeId(now);
    const reasonSealed = Uint8Array.from(await this.texts.seal('reason', publication, reason));
    const said = { publication, replaces, approval: admission.approvalId, ...reasonHash(reasonSealed) };
    await this.policies.publish(
      {
        ...{ id: publication, policyId: id, replaces, at: new Date(now), by: { kind, id: actorId } },
        ...{ reasonSealed, approvalId: admission.approvalId },
      },
      access.event('allowed', said),
    );
    access.isOnRecord();
    this.active.forget();
    return this.find(id);
  }
}

/** @throws PolicyConfinedError */
function refuseConfined({ principal }: Access): void {
  if (confinementOf(principal) !== null) throw new PolicyConfinedError();
}
