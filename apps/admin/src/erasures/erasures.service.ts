import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import type { ApprovalRecord } from '../approvals/approval-record.js';
import { ApprovalsService } from '../approvals/approvals.service.js';
import { CLOCK } from '../clock.module.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import { PrismaUnassignedMatches } from '../subjects/prisma-unassigned-matches.js';
import type { Erasure, ErasureGround } from './erasure.js';
import { CaseReferenceError, ErasureNotFoundError, ErasureRefusedError } from './erasure-errors.js';
import { type ErasureDemand, PrismaErasures } from './prisma-erasures.js';
import { holdsAnything } from './refusals.js';

/** Digits of a number in a row by which it would be recognised. */
const TELLING_DIGITS = 6;

export interface ErasureRequest {
  /** E.164. */
  readonly number: string;
  readonly ground: ErasureGround;
  readonly caseReference: string | null;
  readonly approvalId: string | undefined;
}

/** Erases persons by number. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly erasures: PrismaErasures,
    private readonly subjects: PrismaSubjects,
    private readonly unassigned: PrismaUnassignedMatches,
    private readonly approvals: ApprovalsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns what became of it; or the approval that is needed first, and nothing was done
   * @throws CaseReferenceError UnassignedMatchesError ErasureRefusedError; ApprovalNotUsableError see `ApprovalsService.admit`
   */
  async create(
    { number, ground, caseReference, approvalId }: ErasureRequest,
    access: Access,
  ): Promise<Erasure | { readonly needs: ApprovalRecord }> {
    if (caseReference !== null && tells(caseReference, number)) throw new CaseReferenceError();
    await this.unassigned.refuse();
    const within = confinementOf(access.principal);
    const now = this.clock.now();
    const at = new Date(now);
    const { kind, id: actorId } = access.principal;
    const demand = (approval: string | null): ErasureDemand => ({
      ...{ id: timeId(now), ground, caseReference, application: within, at, approvalId: approval },
      requestedBy: { kind, id: actorId },
    });
    const subject = await this.subjects.find(number);
    const weighed = subject === null ? null : await this.erasures.weigh(subject.id, within, at);
    if (subject === null || weighed === null || !holdsAnything(weighed.data, within)) {
      const nothing = demand(null);
      access.concerns(nothing.id);
      const erasure = await this.erasures.nothingHeld(
        nothing,
        access.event('allowed', { outcome: 'nothing_held', ground }),
      );
      access.isOnRecord();
      return erasure;
    }
    let admitted: string | null = null;
    // What is refused anyway takes nobody's time.
    if (weighed.refusals.length === 0) {
      const target = { type: 'subject', id: subject.id };
      const reason = `${ground}${caseReference === null ? '' : `, ${caseReference}`}`;
      const act = { kind: 'erasure', target, subjectId: subject.id, reason, payload: { ground } } as const;
      const admission = await this.approvals.admit(act, approvalId, access);
      if (!admission.granted) return { needs: admission.approval };
      admitted = admission.approvalId;
    }
    const wanted = demand(admitted);
    access.concerns(wanted.id);
    const erasure = await this.erasures.erase(
      subject.id,
      wanted,
      access.event('allowed', { outcome: 'erased', ground }),
    );
    if (erasure.outcome === 'refused') throw new ErasureRefusedError(erasure);
    access.isOnRecord();
    return erasure;
  }

  /** @throws ErasureNotFoundError also where a key of another application asked for it */
  async find(id: string, access: Access): Promise<Erasure> {
    const erasure = await this.erasures.find(id, confinementOf(access.principal));
    if (erasure === null) throw new ErasureNotFoundError();
    return erasure;
  }
}

/** Whether a reference holds the number: it stays, and the number must not. */
function tells(reference: string, number: string): boolean {
  const end = number.replace(/\D/g, '').slice(-TELLING_DIGITS);
  return reference.replace(/\D/g, '').includes(end);
}
