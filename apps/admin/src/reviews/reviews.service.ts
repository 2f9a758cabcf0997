import { Inject, Injectable } from '@nestjs/common';
import type { Clock, VerdictResult } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import type { ApprovalRecord } from '../approvals/approval-record.js';
import { ApprovalsService } from '../approvals/approvals.service.js';
import { CLOCK } from '../clock.module.js';
import { reasonHash } from '../sealing/reason-hash.js';
import { UnassignedMatchesError } from '../subjects/unassigned-matches.error.js';
import { PrismaReviews } from './prisma-reviews.js';
import {
  AlreadyContestedError,
  MachineDecisionError,
  NoVerdictError,
  ResolutionError,
  ReviewChangedError,
  ReviewClosedError,
  ReviewedMatchNotFoundError,
  ReviewNotFoundError,
  VerdictUnchangedError,
} from './review-errors.js';
import { PLACES, ReviewReasons } from './review-reasons.js';
import type {
  MatchUnderReview,
  OpenedReview,
  Resolution,
  ReviewRecord,
  SealedReview,
} from './review-record.js';

/** What somebody wants to put in place of the policy's verdict. */
export interface WantedOverride {
  readonly verdict: VerdictResult;
  readonly reason: string;
  /** Of a second person, where one was asked. */
  readonly approvalId: string | undefined;
}

/**
 * People look at what the policy made of a match. The policy's verdict never changes; what a person decides stands
 * beside it, with who, when and why.
 */
@Injectable()
export class ReviewsService {
  constructor(
    private readonly reviews: PrismaReviews,
    private readonly reasons: ReviewReasons,
    private readonly approvals: ApprovalsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Opens a case: the person concerned, mostly through the partner, does not agree.
   * @throws ReviewedMatchNotFoundError NoVerdictError UnassignedMatchesError AlreadyContestedError
   */
  async contest(matchId: string, reason: string, access: Access): Promise<ReviewRecord> {
    const { subjectId } = await this.decidable(matchId, access.principal);
    const { kind, id: actorId } = access.principal;
    const now = this.clock.now();
    const id = timeId(now);
    const review: ReviewRecord = {
      ...{ id, matchId, subjectId, cause: 'contested', state: 'open', openedAt: new Date(now) },
      ...{ openedBy: { kind, id: actorId }, closedAt: null, closedBy: null, resolution: null },
    };
    const sealed = await this.reasons.seal(subjectId, PLACES.contest(id), reason);
    const event = access.event('allowed', { review: id, ...reasonHash(sealed) });
    if (!(await this.reviews.contest(review, sealed, event))) {
      const open = await this.reviews.openContest(matchId);
      throw open === null ? new ReviewChangedError() : new AlreadyContestedError(open);
    }
    access.isOnRecord();
    return review;
  }

  /**
   * @returns null where it was done, or the approval to wait for
   * @throws MachineDecisionError ReviewedMatchNotFoundError NoVerdictError UnassignedMatchesError VerdictUnchangedError
   *   ReviewChangedError, and what `ApprovalsService.admit` throws
   */
  async override(matchId: string, wanted: WantedOverride, access: Access): Promise<ApprovalRecord | null> {
    const { kind, id: actorId } = refuseMachine(access.principal);
    const match = await this.decidable(matchId, access.principal);
    const { verdict, reason } = wanted;
    const { subjectId } = match;
    const stands = match.override?.verdict ?? match.verdict;
    if (stands === verdict) throw new VerdictUnchangedError();
    const act = { kind: 'verdict', target: { type: 'match', id: matchId }, subjectId, reason } as const;
    const admission = await this.approvals.admit({ ...act, payload: { verdict } }, wanted.approvalId, access);
    if (!admission.granted) return admission.approval;
    const { approvalId } = admission;
    const now = this.clock.now();
    const id = timeId(now);
    const override = {
      ...{ id, matchId, reviewId: await this.reviews.openContest(matchId), verdict, previousVerdict: stands },
      ...{ at: new Date(now), by: { kind, id: actorId }, approvalId },
    };
    const sealed = await this.reasons.seal(subjectId, PLACES.override(id), reason);
    const event = access.event('allowed', {
      ...{ verdict, previousVerdict: stands, approval: approvalId, override: id },
      ...reasonHash(sealed),
    });
    if (!(await this.reviews.override(override, match, sealed, event))) throw new ReviewChangedError();
    access.isOnRecord();
    return null;
  }

  /** @throws ReviewNotFoundError */
  async find(id: string, principal: Principal): Promise<OpenedReview> {
    return this.reasons.opened(await this.sealed(id, principal));
  }

  /** @throws MachineDecisionError ReviewNotFoundError ReviewClosedError ResolutionError UnassignedMatchesError ReviewChangedError */
  async close(id: string, resolution: Resolution, reason: string, access: Access): Promise<OpenedReview> {
    const { kind, id: actorId } = refuseMachine(access.principal);
    const review = await this.sealed(id, access.principal);
    if (review.state === 'closed') throw new ReviewClosedError();
    const overridden = review.overrides.some(({ reviewId }) => reviewId === id);
    if (overridden !== (resolution === 'overridden')) throw new ResolutionError(overridden);
    const subjectId = assigned(review);
    const closed = { id, closedAt: new Date(this.clock.now()), closedBy: { kind, id: actorId }, resolution };
    const sealed = await this.reasons.seal(subjectId, PLACES.closing(id), reason);
    const event = access.event('allowed', { resolution, about: review.matchId, ...reasonHash(sealed) });
    if (!(await this.reviews.close(closed, sealed, event))) throw new ReviewChangedError();
    access.isOnRecord();
    return this.find(id, access.principal);
  }

  private async sealed(id: string, principal: Principal): Promise<SealedReview> {
    const review = await this.reviews.find(id, confinementOf(principal));
    if (review === null) throw new ReviewNotFoundError();
    return review;
  }

  private async decidable(
    id: string,
    principal: Principal,
  ): Promise<MatchUnderReview & { readonly verdict: VerdictResult; readonly subjectId: string }> {
    const match = await this.reviews.match(id, confinementOf(principal));
    if (match === null) throw new ReviewedMatchNotFoundError();
    const { verdict } = match;
    if (verdict === null) throw new NoVerdictError();
    return { ...match, verdict, subjectId: assigned(match) };
  }
}

/** What is written about a person is sealed for them: until it is known who they are, nothing is. */
function assigned({ subjectId }: { readonly subjectId: string | null }): string {
  if (subjectId === null) throw new UnassignedMatchesError();
  return subjectId;
}

function refuseMachine(principal: Principal): Principal {
  if (principal.kind !== 'person') throw new MachineDecisionError();
  return principal;
}
