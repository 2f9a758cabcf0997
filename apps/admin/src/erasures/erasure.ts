import type { Actor } from '../access/principal.js';

/** Why somebody is to be erased (GDPR Art. 17(1)). */
export const ERASURE_GROUNDS = ['request', 'consent_withdrawn', 'objection', 'unlawful', 'other'] as const;
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];

export const ERASURE_OUTCOMES = ['erased', 'refused', 'nothing_held'] as const;
export type ErasureOutcome = (typeof ERASURE_OUTCOMES)[number];

/**
 * - `hold`: a legal hold stands.
 * - `duty`: the law demands that it is kept; `ground` says which.
 * - `open_match`: a match has not ended yet.
 * - `probing`: the number is being guarded against guessing until then.
 * - `other_application`: others hold data of the same person, and a key answers for its own application only.
 */
export const REFUSAL_KINDS = ['hold', 'duty', 'open_match', 'probing', 'other_application'] as const;

/** What stands against an erasure. */
export interface ErasureRefusal {
  readonly kind: (typeof REFUSAL_KINDS)[number];
  /** Of a duty: the ground of its rule. */
  readonly ground: string | null;
  /** Until when; null where nobody can say, or whoever asks may not know. ISO 8601. */
  readonly until: string | null;
}

/** How much was destroyed. */
export interface ErasureCounts {
  readonly matches: number;
  readonly dataKeys: number;
  readonly blindIndexes: number;
  readonly consentTokens: number;
  readonly relationships: number;
}

export const NOTHING_ERASED: ErasureCounts = {
  ...{ matches: 0, dataKeys: 0, blindIndexes: 0, consentTokens: 0, relationships: 0 },
};

/** A demand to erase somebody, and what became of it. */
export interface Erasure {
  /** UUIDv7. */
  readonly id: string;
  readonly outcome: ErasureOutcome;
  readonly ground: ErasureGround;
  readonly caseReference: string | null;
  /** Of whoever asked, where they see that application only. */
  readonly application: string | null;
  readonly at: Date;
  readonly requestedBy: Actor;
  /** The second person, where one was needed. */
  readonly approvedBy: Actor | null;
  readonly counts: ErasureCounts;
  readonly refusals: readonly ErasureRefusal[];
}
