import { Injectable } from '@nestjs/common';
import { type Envelope, type Place, SubjectKeys, type ToOpen } from 'sealed-fields';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import type { OpenedReview, SealedReview } from './review-record.js';

/** Where each reason is kept. */
export const PLACES = {
  contest: (row: string) => ({ table: 'reviews', column: 'reason_sealed', row }),
  closing: (row: string) => ({ table: 'reviews', column: 'closing_reason_sealed', row }),
  override: (row: string) => ({ table: 'verdict_overrides', column: 'reason_sealed', row }),
} as const satisfies Readonly<Record<string, (row: string) => Place>>;

export interface SealedReason {
  /** For whom it is sealed. */
  readonly subjectId: string | null;
  readonly place: Place;
  /** null: there is none. */
  readonly envelope: Uint8Array | null;
}

/** What reviewers write is about a person: it is sealed for them, and erased with them. */
@Injectable()
export class ReviewReasons {
  constructor(
    private readonly keys: SubjectKeys,
    private readonly subjects: PrismaSubjects,
  ) {}

  /** @throws SubjectErasedError */
  seal(subject: string, place: Place, reason: string): Promise<Envelope> {
    return this.keys.toSeal([subject], (keys) => keys.of(subject).seal(reason, place));
  }

  async opened({ reasonSealed, closingReasonSealed, ...review }: SealedReview): Promise<OpenedReview> {
    const { id, subjectId } = review;
    const [reason = null, closingReason = null, ...ofOverrides] = await this.openAll([
      { subjectId, place: PLACES.contest(id), envelope: reasonSealed },
      { subjectId, place: PLACES.closing(id), envelope: closingReasonSealed },
      ...review.overrides.map((one) => ({
        ...{ subjectId, place: PLACES.override(one.id), envelope: one.reasonSealed },
      })),
    ]);
    const overrides = review.overrides.map((one, i) => ({ ...one, reason: ofOverrides[i] ?? null }));
    return { ...review, reason, closingReason, overrides };
  }

  /** @returns in the same order; null where there is none, or where the person was erased */
  async openAll(reasons: readonly SealedReason[]): Promise<readonly (string | null)[]> {
    const standing = await this.subjects.standing(reasons.map(({ subjectId }) => subjectId));
    const sealed: ToOpen[] = [];
    const indexes = reasons.map(({ subjectId: subject, place, envelope }) =>
      subject === null || envelope === null || !standing.has(subject)
        ? -1
        : sealed.push({ subject, envelope, place }) - 1,
    );
    const opened = await this.keys.openAll(sealed);
    return indexes.map((index) => {
      const one = opened[index];
      return one?.opened === true ? one.value : null;
    });
  }
}
