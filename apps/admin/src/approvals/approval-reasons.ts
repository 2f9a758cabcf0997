import { Injectable } from '@nestjs/common';
import { type Envelope, SubjectKeys } from 'sealed-fields';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import type { ApprovalRecord } from './approval-record.js';
import type { StoredApproval } from './prisma-approvals.js';

/** Stands in where something is about nobody: the nil UUID, which no person has. */
const SERVICE_SUBJECT = '00000000-0000-0000-0000-000000000000';

type Column = 'reason_sealed' | 'decision_reason_sealed';

interface Whose {
  /** Of the approval. */
  readonly id: string;
  readonly subjectId: string | null;
}

/** Why somebody asked, and why somebody else decided: sealed for whom it is about, so it is erased with them. */
@Injectable()
export class ApprovalReasons {
  constructor(
    private readonly keys: SubjectKeys,
    private readonly subjects: PrismaSubjects,
  ) {}

  /** @throws SubjectErasedError */
  seal(whose: Whose, column: Column, reason: string): Promise<Envelope> {
    const subject = subjectOf(whose);
    return this.keys.toSeal([subject], (keys) => keys.of(subject).seal(reason, placeOf(whose, column)));
  }

  async opened(approval: StoredApproval): Promise<ApprovalRecord> {
    const [record] = await this.allOpened([approval]);
    if (record === undefined) throw new Error('one approval gives one record');
    return record;
  }

  async allOpened(approvals: readonly StoredApproval[]): Promise<readonly ApprovalRecord[]> {
    const standing = await this.subjects.standing(approvals.map(({ subjectId }) => subjectId));
    const sealed = approvals.filter(({ subjectId }) => subjectId === null || standing.has(subjectId));
    const given = sealed.flatMap(({ reasonSealed, decisionReasonSealed, ...whose }) => [
      { whose, column: 'reason_sealed', envelope: reasonSealed } as const,
      ...(decisionReasonSealed === null
        ? []
        : [{ whose, column: 'decision_reason_sealed', envelope: decisionReasonSealed } as const]),
    ]);
    const opened = await this.keys.openAll(
      given.map(({ whose, column, envelope }) => ({
        ...{ subject: subjectOf(whose), place: placeOf(whose, column), envelope },
      })),
    );
    // Of somebody who was erased nothing opens: that it was asked for stays, and why is gone.
    const texts = new Map(opened.map((one, i) => [given[i]?.envelope, one.opened ? one.value : null]));
    return approvals.map(({ reasonSealed, decisionReasonSealed, ...approval }) => ({
      ...approval,
      reason: texts.get(reasonSealed) ?? null,
      decisionReason: decisionReasonSealed === null ? null : (texts.get(decisionReasonSealed) ?? null),
    }));
  }
}

const subjectOf = ({ subjectId }: Whose) => subjectId ?? SERVICE_SUBJECT;

const placeOf = ({ id }: Whose, column: Column) => ({ table: 'approvals', column, row: id });
