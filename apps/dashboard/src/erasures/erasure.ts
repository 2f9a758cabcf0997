import type { ActorIdentity } from '../records/actor.tsx';

export const GROUNDS = ['request', 'consent_withdrawn', 'objection', 'unlawful', 'other'] as const;
export const OUTCOMES = ['erased', 'refused', 'nothing_held'] as const;

/** The certificate of an erasure. Holds no personal data. */
export interface Erasure {
  readonly id: string;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly ground: (typeof GROUNDS)[number];
  readonly caseReference: string | null;
  readonly at: string;
  readonly requestedBy: ActorIdentity;
  readonly approvedBy: ActorIdentity | null;
  readonly destroyed: Readonly<
    Record<'matches' | 'dataKeys' | 'blindIndexes' | 'consentTokens' | 'relationships', number>
  >;
  readonly remains: readonly { readonly what: string; readonly why: string }[];
  readonly refusals: readonly Refusal[];
}

/** What stands against it. */
export interface Refusal {
  readonly kind: 'hold' | 'duty' | 'open_match' | 'probing' | 'other_application';
  readonly ground: string | null;
  readonly until: string | null;
}

export const TONES = { erased: 'good', refused: 'warning', nothing_held: 'plain' } as const;
