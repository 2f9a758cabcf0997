import type { ActorIdentity } from '../records/actor.tsx';

/** Whether a person is still a customer of an application: the law counts from its end. */
export interface Relationship {
  readonly id: string;
  readonly application: string;
  readonly endedAt: string | null;
  readonly changedAt: string;
  readonly changedBy: ActorIdentity;
}

/** Whom it is about. In memory, as long as the page is open. */
export interface Wanted {
  readonly number: string;
  readonly country?: string;
}
