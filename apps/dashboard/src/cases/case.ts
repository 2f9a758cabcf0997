import type { VerdictResult } from '../matches/match.ts';
import type { ActorIdentity } from '../records/actor.tsx';

export const STATES = ['open', 'closed'] as const;
export const CAUSES = ['contested', 'probing'] as const;
export const RESOLUTIONS = ['upheld', 'overridden', 'dismissed'] as const;

/** A case that people have to look at: `reviews` of the service. */
export interface CaseSummary {
  readonly id: string;
  readonly matchId: string;
  readonly cause: (typeof CAUSES)[number];
  readonly state: (typeof STATES)[number];
  readonly openedAt: string;
  readonly openedBy: ActorIdentity;
  readonly closedAt: string | null;
  readonly closedBy: ActorIdentity | null;
  readonly resolution: (typeof RESOLUTIONS)[number] | null;
}

export interface Case extends CaseSummary {
  readonly reason: string | null;
  readonly closingReason: string | null;
  readonly overrides: readonly Override[];
}

export interface Override {
  readonly id: string;
  readonly verdict: VerdictResult;
  readonly previousVerdict: VerdictResult;
  readonly at: string;
  readonly by: ActorIdentity;
  readonly reason: string | null;
}
