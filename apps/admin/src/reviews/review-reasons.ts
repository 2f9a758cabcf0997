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
    const [subject] = await this.subjects.standing([review.subjectId]);
    const sealed: ToOpen[] = [];
    const later = (envelope: Uint8Array | null, place: Place): number =>
      envelope === null || subject === undefined ? -1 : sealed.push({ subject, envelope, place }) - 1;
    const contest = later(reasonSealed, PLACES.contest(review.id));
    const closing = later(closingReasonSealed, PLACES.closing(review.id));
    const overrides = review.overrides.map((one) => later(one.reasonSealed, PLACES.override(one.id)));
    const opened = await this.keys.openAll(sealed);
    const textOf = (index: number) => {
      const one = opened[index];
      return one?.opened === true ? one.value : null;
    };
    return {
      ...review,
      reason: textOf(contest),
      closingReason: textOf(closing),
      overrides: review.overrides.map((override, i) => ({
        ...override,
        reason: textOf(overrides[i] ?? -1),
      })),
    };
  }
}
