import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { SubjectKeys } from 'sealed-fields';
import type { Access } from '../access/access.js';
import { notOnRecord } from '../access/access-problems.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import type { ApprovalRecord } from '../approvals/approval-record.js';
import { ApprovalsService } from '../approvals/approvals.service.js';
import { isRefusedByDatabase } from '../approvals/refused-by-database.js';
import { CLOCK } from '../clock.module.js';
import { MatchPersonalData } from '../matches/prisma-match-personal-data.js';
import { reasonHash } from '../sealing/reason-hash.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import { UnassignedMatchesError } from '../subjects/unassigned-matches.error.js';
import { PrismaReveals, type RevealTarget, type StoredReveal } from './prisma-reveals.js';
import { RevealErasedError, RevealTargetError } from './reveal-errors.js';
import { inOrder, type Revealed, revealedOf, type RevealField } from './reveal-fields.js';

export interface WantedReveal {
  readonly matchId: string;
  readonly fields: readonly RevealField[];
  readonly reason: string;
  readonly approvalId: string | undefined;
}

/** That somebody saw something. */
export interface RevealRecord extends Omit<StoredReveal, 'reasonSealed'> {
  /** null once the person was erased. */
  readonly reason: string | null;
}

export type RevealOutcome =
  | { readonly revealed: Revealed; readonly record: RevealRecord }
  | { readonly revealed: null; readonly approval: ApprovalRecord };

/** Shows personal data in clear, to who says why. What is not on record is not shown. */
@Injectable()
export class RevealsService {
  constructor(
    private readonly reveals: PrismaReveals,
    private readonly data: MatchPersonalData,
    private readonly approvals: ApprovalsService,
    private readonly keys: SubjectKeys,
    private readonly subjects: PrismaSubjects,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws RevealTargetError RevealErasedError UnassignedMatchesError ApprovalNotUsableError; Problem 503 where it cannot be put on record */
  async reveal(wanted: WantedReveal, access: Access): Promise<RevealOutcome> {
    const { matchId, reason } = wanted;
    const within = confinementOf(access.principal);
    const fields = inOrder(wanted.fields);
    const { subjectId, erased } = await this.target(matchId, within);
    if (erased) throw new RevealErasedError();
    // The reason is sealed for the person: until it is known who they are, there is nobody to seal it for.
    if (subjectId === null) throw new UnassignedMatchesError();
    const target = { type: 'match', id: matchId };
    const admission = await this.approvals.admit(
      { kind: 'reveal', target, subjectId, reason, payload: { fields } },
      wanted.approvalId,
      access,
    );
    if (!admission.granted) return { revealed: null, approval: admission.approval };
    const { approvalId } = admission;
    const record = await this.record({ matchId, subjectId, fields, reason, approvalId }, access);
    // On record by now, and only now opened.
    const [data] = await this.data.open([matchId], within);
    if (data === undefined) throw new RevealTargetError();
    if (data.erased) throw new RevealErasedError();
    return { revealed: revealedOf(data, fields), record };
  }

  /**
   * Who saw what of a match; newest first.
   * @throws RevealTargetError
   */
  async page(
    matchId: string,
    principal: Principal,
    limit: number,
    before: string | null,
  ): Promise<readonly RevealRecord[]> {
    await this.target(matchId, confinementOf(principal));
    const found = await this.reveals.page(matchId, limit, before);
    const standing = await this.subjects.standing(found.map(({ subjectId }) => subjectId));
    const sealed = found.flatMap(({ id, subjectId: subject, reasonSealed: envelope }) =>
      subject !== null && standing.has(subject) ? [{ subject, place: placeOf(id), envelope }] : [],
    );
    const opened = await this.keys.openAll(sealed);
    const reasons = new Map(opened.map((one, i) => [sealed[i]?.envelope, one.opened ? one.value : null]));
    return found.map(({ reasonSealed, ...reveal }) => ({
      ...reveal,
      reason: reasons.get(reasonSealed) ?? null,
    }));
  }

  private async target(matchId: string, within: string | null): Promise<RevealTarget> {
    const target = await this.reveals.target(matchId, within);
    if (target === null) throw new RevealTargetError();
    return target;
  }

  private async record(
    reveal: Pick<RevealRecord, 'matchId' | 'fields' | 'approvalId'> & { reason: string; subjectId: string },
    access: Access,
  ): Promise<RevealRecord> {
    const { reason, ...rest } = reveal;
    const now = this.clock.now();
    const { kind, id: actorId } = access.principal;
    const id = timeId(now);
    const { subjectId: subject } = rest;
    const reasonSealed = await this.keys.toSeal([subject], (keys) =>
      keys.of(subject).seal(reason, placeOf(id)),
    );
    const said = {
      ...{ reveal: id, fields: rest.fields, approval: rest.approvalId },
      ...reasonHash(reasonSealed),
    };
    const made = { ...rest, id, at: new Date(now), actor: { kind, id: actorId } };
    await this.reveals
      .insert({ ...made, reasonSealed }, access.event('allowed', said))
      .catch((error: unknown) => {
        throw isRefusedByDatabase(error) ? error : notOnRecord(error);
      });
    access.isOnRecord();
    return { ...made, reason };
  }
}

const placeOf = (id: string) => ({ table: 'reveals', column: 'reason_sealed', row: id });
