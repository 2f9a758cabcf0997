import type { ActorIdentity } from '../records/actor.tsx';

/** What must not go, whatever the rules say. */
export interface HoldSummary {
  readonly id: string;
  readonly subjectId: string | null;
  readonly matchId: string | null;
  readonly application: string | null;
  readonly active: boolean;
  readonly disclose: boolean;
  readonly until: string | null;
  readonly createdAt: string;
  readonly createdBy: ActorIdentity;
  readonly releasedAt: string | null;
  readonly releasedBy: ActorIdentity | null;
}

export interface Hold extends HoldSummary {
  readonly reason: string | null;
  readonly releaseReason: string | null;
}
