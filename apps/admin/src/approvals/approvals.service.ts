import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import type { AccessData } from '../access/access-event.js';
import { AccessRecorder } from '../access/access-recorder.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { reasonHash } from '../sealing/reason-hash.js';
import { ServiceSettings } from '../settings/service-settings.js';
import { ApprovalNotUsableError } from './approval-errors.js';
import type { ApprovalKind } from './approval-kinds.js';
import { ApprovalReasons } from './approval-reasons.js';
import {
  type ApprovalPayload,
  type ApprovalRecord,
  type ApprovalTarget,
  statusOf,
} from './approval-record.js';
import { PrismaApprovals, type StoredApproval } from './prisma-approvals.js';

const HOUR_MS = 3_600_000;

/** What somebody is about to do. */
export interface ApprovedAct {
  readonly kind: ApprovalKind;
  readonly target: ApprovalTarget;
  /** Whom it is about, for whom the reason is sealed; null where it is about nobody. */
  readonly subjectId: string | null;
  /** As typed, trimmed and checked. */
  readonly reason: string;
  /** What exactly: the approval holds for nothing else. @default {} */
  readonly payload?: ApprovalPayload;
}

export type Admission =
  | {
      readonly granted: true;
      /** To be written into the row of the act, by which the database marks it used; null where none is needed. */
      readonly approvalId: string | null;
    }
  | { readonly granted: false; readonly approval: ApprovalRecord };

/**
 * Four eyes. Whoever does something for which a second person may be demanded
 *
 * 1. asks {@link admit} first. Not granted: nothing is done, the route answers `pending(reply, approval)` (202, see
 *    `pending-approval.ts`, with `@ApiPendingApproval()`), and the access is on record as `approval.request`;
 * 2. granted: writes a row of the act, with `approvalId` in it. The table of the act has the columns `approval_id uuid`
 *    (null allowed; references approvals), `at timestamptz`, `actor_kind text` and `actor_id text` (of the principal),
 *    and this trigger, which takes the approval in the very statement, or refuses the row:
 *
 *        CREATE TRIGGER erasures_approval AFTER INSERT ON erasures
 *          FOR EACH ROW EXECUTE FUNCTION demand_approval('erasure', 'subject_id');
 *
 *    Its arguments are the kind, the column that is `target.id`, and the columns, if any, which have to equal the
 *    members of the same name in `payload`. `at` is of the injected clock. No code marks an approval used: the trigger does. What the trigger refuses
 *    is a 409 `approval_required` by itself.
 */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly approvals: PrismaApprovals,
    private readonly reasons: ApprovalReasons,
    private readonly settings: ServiceSettings,
    private readonly recorder: AccessRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Whether somebody may go on. Where a second person is needed and no approval was brought, there is one to be decided
   * afterwards: asking again for the same gives the same.
   * @throws ApprovalNotUsableError the one that was brought is not for this, not decided, or over
   */
  async admit(act: ApprovedAct, approvalId: string | undefined, access: Access): Promise<Admission> {
    const { fourEyes, approvalHours } = await this.settings.read();
    if (!fourEyes.includes(act.kind)) return { granted: true, approvalId: null };
    if (approvalId === undefined) {
      return { granted: false, approval: await this.request(act, approvalHours, access) };
    }
    await this.refuseUnusable(approvalId, act, access);
    return { granted: true, approvalId };
  }

  private async request(act: ApprovedAct, hours: number, access: Access): Promise<ApprovalRecord> {
    const { kind, target, subjectId, payload = {} } = act;
    const now = this.clock.now();
    const { kind: actorKind, id: actorId } = access.principal;
    const id = timeId(now);
    const wanted: StoredApproval = {
      ...{ id, kind, target, subjectId, payload, application: confinementOf(access.principal) },
      ...{ requestedAt: new Date(now), requestedBy: { kind: actorKind, id: actorId } },
      ...{ expiresAt: new Date(now + hours * HOUR_MS), decision: null, decidedAt: null, decidedBy: null },
      ...{ usedAt: null, decisionReasonSealed: null },
      reasonSealed: await this.reasons.seal({ id, subjectId }, 'reason_sealed', act.reason),
    };
    const eventOf = (approval: string, more: AccessData) => ({
      ...access.event('allowed', { kind, about: target.id, ...more }, 'approval.request'),
      target: { type: 'approval', id: approval },
    });
    const open = await this.approvals.request(wanted, eventOf(id, reasonHash(wanted.reasonSealed)));
    if (open.id !== id) await this.recorder.record(eventOf(open.id, { repeated: true }));
    access.isOnRecord();
    return this.reasons.opened(open);
  }

  private async refuseUnusable(id: string, act: ApprovedAct, { principal }: Access): Promise<void> {
    const approval = await this.approvals.find(id, confinementOf(principal));
    if (approval === null) throw new ApprovalNotUsableError('not_found');
    const { requestedBy, kind, target } = approval;
    if (requestedBy.kind !== principal.kind || requestedBy.id !== principal.id) {
      throw new ApprovalNotUsableError('of_another');
    }
    const same = kind === act.kind && target.type === act.target.type && target.id === act.target.id;
    if (!same || !isSame(approval.payload, act.payload ?? {})) {
      throw new ApprovalNotUsableError('for_something_else');
    }
    const status = statusOf(approval, this.clock.now());
    if (status !== 'approved') throw new ApprovalNotUsableError(status);
  }
}

/** Whether two payloads say the same, whatever the order of their members. */
function isSame(one: ApprovalPayload, other: ApprovalPayload): boolean {
  const text = (payload: ApprovalPayload) => JSON.stringify(Object.entries(payload).sort(byName));
  return text(one) === text(other);
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : a > b ? 1 : 0;
