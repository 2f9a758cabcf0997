import type { VerdictResult } from 'nestjs-dqe-idmobile';
import type { Actor } from '../access/principal.js';

/** Why a person has to look at a match: somebody contests its verdict, or its number was probed. */
export const REVIEW_CAUSES = ['contested', 'probing'] as const;
export type ReviewCause = (typeof REVIEW_CAUSES)[number];

export const REVIEW_STATES = ['open', 'closed'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** `upheld`: the verdict was right. `overridden`: another holds. `dismissed`: there was nothing to decide. */
export const RESOLUTIONS = ['upheld', 'overridden', 'dismissed'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** One case: that somebody has to look at a match, and what came of it. Without the reasons, which are sealed. */
export interface ReviewRecord {
  /** UUIDv7. */
  readonly id: string;
  readonly matchId: string;
  /** For whom the reasons are sealed. */
  readonly subjectId: string | null;
  readonly cause: ReviewCause;
  readonly state: ReviewState;
  readonly openedAt: Date;
  /** null: the service itself. */
  readonly openedBy: Actor | null;
  readonly closedAt: Date | null;
  readonly closedBy: Actor | null;
  readonly resolution: Resolution | null;
}

/** A person's verdict in place of the policy's. */
export interface OverrideRecord {
  readonly id: string;
  readonly matchId: string;
  /** The case that was open. */
  readonly reviewId: string | null;
  readonly verdict: VerdictResult;
  /** What stood before. */
  readonly previousVerdict: VerdictResult;
  readonly at: Date;
  readonly by: Actor;
  /** Of the second person, where one was needed. */
  readonly approvalId: string | null;
}

/** A text that somebody typed, as it is stored. */
export type Sealed = Uint8Array<ArrayBuffer>;

/** A case with what is kept of its reasons, and of those of the overrides of its match. */
export interface SealedReview extends ReviewRecord {
  readonly reasonSealed: Uint8Array | null;
  readonly closingReasonSealed: Uint8Array | null;
  readonly overrides: readonly (OverrideRecord & { readonly reasonSealed: Uint8Array })[];
}

/** As a reviewer reads it. A reason is null where there is none, or where the person was erased. */
export interface OpenedReview extends ReviewRecord {
  readonly reason: string | null;
  readonly closingReason: string | null;
  readonly overrides: readonly (OverrideRecord & { readonly reason: string | null })[];
}

/** What has to be known of a match to decide on it. */
export interface MatchUnderReview {
  readonly id: string;
  readonly subjectId: string | null;
  /** The policy's; null where the match has not ended with one. */
  readonly verdict: VerdictResult | null;
  /** A person's, in its place. */
  readonly override: { readonly verdict: VerdictResult; readonly at: Date } | null;
}

export interface ReviewFilter {
  readonly state?: ReviewState;
  readonly cause?: ReviewCause;
  /** The application the reader is confined to; null for all. */
  readonly within: string | null;
}
