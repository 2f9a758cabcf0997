import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { CLOCK } from '../clock.module.js';
import { reasonHash } from '../sealing/reason-hash.js';
import {
  ApprovalNotFoundError,
  ApprovalOverError,
  DecisionForbiddenError,
  OwnRequestError,
  PersonNeededError,
} from './approval-errors.js';
import { type ApprovalKind, decidableBy, PERMISSION_OF } from './approval-kinds.js';
import { ApprovalReasons } from './approval-reasons.js';
import { type ApprovalRecord, type ApprovalStatus, statusOf } from './approval-record.js';
import { type Decision, PrismaApprovals, type StoredApproval } from './prisma-approvals.js';

/** What a list is narrowed to. */
export interface WantedApprovals {
  readonly status?: ApprovalStatus;
  readonly kind?: ApprovalKind;
}

/** The second person: sees what there is to decide, and decides. */
@Injectable()
export class ApprovalDecisions {
  constructor(
    private readonly approvals: PrismaApprovals,
    private readonly reasons: ApprovalReasons,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What somebody may decide, or has asked for; newest first. */
  async page(
    wanted: WantedApprovals,
    principal: Principal,
    limit: number,
    before: string | null,
  ): Promise<readonly ApprovalRecord[]> {
    const { kind, id, permissions } = principal;
    const filter = {
      ...{ ...wanted, kinds: decidableBy(permissions), reader: { kind, id } },
      within: confinementOf(principal),
    };
    const found = await this.approvals.page(filter, new Date(this.clock.now()), limit, before);
    return this.reasons.allOpened(found);
  }

  /** @throws ApprovalNotFoundError also where it is neither theirs to decide nor their own */
  async show(id: string, principal: Principal): Promise<ApprovalRecord> {
    const approval = await this.find(id, principal);
    const { kind, requestedBy } = approval;
    const asked = requestedBy.kind === principal.kind && requestedBy.id === principal.id;
    if (!asked && !decidableBy(principal.permissions).includes(kind)) throw new ApprovalNotFoundError();
    return this.reasons.opened(approval);
  }

  /**
   * Once, by a person, who is not who asked, and who might do it themselves.
   * @throws ApprovalNotFoundError PersonNeededError DecisionForbiddenError OwnRequestError ApprovalOverError
   */
  async decide(
    id: string,
    decision: Decision['decision'],
    reason: string | undefined,
    access: Access,
  ): Promise<ApprovalRecord> {
    const { principal } = access;
    const approval = await this.find(id, principal);
    await this.refuseWrongPerson(approval, principal);
    this.refuseOver(approval);
    const at = new Date(this.clock.now());
    const by = { kind: principal.kind, id: principal.id };
    const reasonSealed =
      reason === undefined ? null : await this.reasons.seal(approval, 'decision_reason_sealed', reason);
    const event = access.event('allowed', {
      ...{ kind: approval.kind, about: approval.target.id },
      ...(reasonSealed !== null && reasonHash(reasonSealed)),
    });
    if (!(await this.approvals.decide(approval.id, { decision, at, by, reasonSealed }, event))) {
      this.refuseOver(await this.find(id, principal));
      throw new ApprovalOverError('expired');
    }
    access.isOnRecord();
    return this.reasons.opened({
      ...approval,
      ...{ decision, decidedAt: at, decidedBy: by, decisionReasonSealed: reasonSealed },
    });
  }

  private async find(id: string, principal: Principal): Promise<StoredApproval> {
    const approval = await this.approvals.find(id, confinementOf(principal));
    if (approval === null) throw new ApprovalNotFoundError();
    return approval;
  }

  private async refuseWrongPerson(approval: StoredApproval, principal: Principal): Promise<void> {
    if (principal.kind !== 'person') throw new PersonNeededError();
    const permission = PERMISSION_OF[approval.kind];
    if (!principal.permissions.has(permission)) throw new DecisionForbiddenError(permission);
    if (await this.approvals.isOwn(approval, principal)) throw new OwnRequestError();
  }

  private refuseOver(approval: StoredApproval): void {
    const status = statusOf(approval, this.clock.now());
    if (status !== 'pending') throw new ApprovalOverError(status);
  }
}
